import { seededId } from '../ids.ts';
import { plans } from '../plans.ts';
import type { Plan } from '../plans.ts';
import { randomStream } from './random.ts';
import type { Random } from './random.ts';
import { DAY, iso, monthStart } from './calendar.ts';
import type { Customer } from './people.ts';
import type { Row } from './insertRows.ts';

export type Contract = { id: string; customer: Customer; plan: Plan; covered: string[]; startsAt: number; active: boolean };

/** Three customers of five have one contract, the demo customer always. */
export function seedContracts(customers: readonly Customer[], today: number): Contract[] {
  const random = randomStream('contracts');
  const covered = customers.filter((_, n) => n % 5 < 3);
  return covered.map((customer, n) => {
    const plan = n === 0 ? plans[2]! : plans[[0, 0, 1, 1, 1, 2, 2, 3][random.between(0, 7)]!]!;
    return {
      id: seededId('con', n + 1), customer, plan, covered: n === 0 ? demoProducts(plan) : some(plan.covered, random),
      startsAt: Math.min(customer.createdAt + DAY, today - 50 * DAY), active: n === 0 || random.chance(0.96),
    };
  });
}

// Every second product line, and solar gateways among them.
const demoProducts = (plan: Plan) => plan.covered.filter((_, n) => n % 2 === 0);

function some(ids: readonly string[], random: Random): string[] {
  const chosen = new Set(Array.from({ length: random.between(2, 8) }, () => random.pick(ids)));
  return [...chosen].sort();
}

export function contractRows(contracts: readonly Contract[], today: number): Row[] {
  return contracts.map(({ id, customer, plan, covered, startsAt, active }) => ({
    id, customer_id: customer.id, plan_code: plan.code, plan_name: plan.name, monthly_price_cents: plan.monthly_price_cents, currency: plan.currency,
    covered, status: active ? 'ACTIVE' : 'EXPIRED', starts_at: iso(startsAt), ends_at: active ? null : iso(today - 10 * DAY), created_at: iso(startsAt),
  }));
}

/** A token of the payment provider for each contract's customer, and two months of invoices, nearly all of them paid. */
export function moneyRows(contracts: readonly Contract[], today: number): { methods: Row[]; billing: Row[]; payments: Row[] } {
  const random = randomStream('payments');
  const rows = { methods: [] as Row[], billing: [] as Row[], payments: [] as Row[] };
  contracts.forEach((contract, n) => {
    const method = paymentMethod(contract, n + 1, today, random);
    rows.methods.push(method);
    for (const back of [2, 1]) {
      if (monthStart(contract.startsAt, 0) > monthStart(today, back)) continue;
      const invoice = invoiceRow(contract, rows.billing.length + 1, monthStart(today, back), monthStart(today, back - 1), random.chance(0.95));
      rows.billing.push(invoice);
      rows.payments.push(paymentRow(invoice, method, rows.payments.length + 1));
    }
  });
  return rows;
}

function paymentMethod(contract: Contract, n: number, today: number, random: Random): Row {
  return {
    id: seededId('pm', n), customer_id: contract.customer.id, psp_token: `tok_seed_${String(n).padStart(6, '0')}`, brand: random.pick(['VISA', 'MASTERCARD', 'SEPA']),
    last4: String(random.between(1000, 9999)), expires_month: random.between(1, 12), expires_year: new Date(today).getUTCFullYear() + random.between(1, 4),
    created_at: iso(contract.startsAt),
  };
}

function invoiceRow(contract: Contract, n: number, periodStart: string, periodEnd: string, paid: boolean) {
  return {
    id: seededId('inv', n), contract_id: contract.id, customer_id: contract.customer.id, number: `INV-${100_000 + n}`, period_start: periodStart, period_end: periodEnd,
    amount_cents: contract.plan.monthly_price_cents, currency: contract.plan.currency, status: paid ? 'PAID' : 'OPEN', issued_at: `${periodStart}T04:00:00.000Z`,
  };
}

function paymentRow(invoice: ReturnType<typeof invoiceRow>, method: Row, n: number): Row {
  const paid = invoice.status === 'PAID';
  return {
    id: seededId('pay', n), billing_id: invoice.id, payment_method_id: method['id'], amount_cents: invoice.amount_cents, currency: invoice.currency,
    status: paid ? 'SUCCEEDED' : 'FAILED', psp_reference: `psp_seed_${String(n).padStart(6, '0')}`,
    paid_at: paid ? `${invoice.period_start}T04:05:00.000Z` : null, created_at: `${invoice.period_start}T04:05:00.000Z`,
  };
}
