import { Prisma } from '../../generated/client.ts';
import type { Contract } from '../domain/contract.ts';
import type { Db } from './storage.ts';

type Row = Omit<Contract, 'monthlyPrice'> & { amountMinor: bigint; currency: string };

const COLUMNS = Prisma.sql`
  c.id, c.customer_id AS "customerId", c.plan_id AS "planId", c.plan_name AS "planName", c.monthly_price_minor AS "amountMinor", c.currency, c.status,
  c.payment_method_id AS "paymentMethodId", c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.created_at AS "createdAt",
  ARRAY (SELECT product_id FROM contract_product WHERE contract_id = c.id ORDER BY position, product_id) AS "productIds"`;

const toContract = ({ amountMinor, currency, ...contract }: Row): Contract => ({ ...contract, monthlyPrice: { amountMinor, currency } });

export async function contractsByIds(db: Db, ids: readonly string[]): Promise<Contract[]> {
  return (await db.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM contract c WHERE c.id = ANY (${[...ids]})`).map(toContract);
}

/** Locked until the transaction ends. Whoever also changes its invoices locks the contract first. */
export async function lockContract(tx: Db, id: string): Promise<Contract | null> {
  const rows = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM contract c WHERE c.id = ${id} FOR UPDATE OF c`;
  return rows.map(toContract)[0] ?? null;
}

export async function contractsOfCustomers(db: Db, customerIds: readonly string[]): Promise<Contract[]> {
  return (await db.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM contract c WHERE c.customer_id = ANY (${[...customerIds]})`).map(toContract);
}

/** Newest first: for each customer up to `limit` + 1, after the contract with the id `after`. */
export async function pagesOfContracts(db: Db, customerIds: readonly string[], limit: number, after: string | null): Promise<Contract[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM unnest(${[...customerIds]}::text[]) AS asked (customer_id), LATERAL (
      SELECT * FROM contract WHERE customer_id = asked.customer_id
        AND (${after}::text IS NULL OR (created_at, id) < (SELECT created_at, id FROM contract WHERE id = ${after}))
      ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}
    ) c ORDER BY c.created_at DESC, c.id DESC`;
  return rows.map(toContract);
}

export async function insertContract(tx: Db, contract: Contract): Promise<void> {
  const { monthlyPrice, productIds, ...row } = contract;
  await tx.contract.create({ data: { ...row, monthlyPriceMinor: monthlyPrice.amountMinor, currency: monthlyPrice.currency } });
  const owner = { contractId: row.id, customerId: row.customerId, coversFrom: row.startsAt, coversUntil: row.endsAt };
  await tx.contractProduct.createMany({ data: productIds.map((productId, position) => ({ ...owner, productId, position })) });
}

type Ending = { status: 'CANCELLED' | 'ENDED'; endsAt: Date; at: Date; reason: string };

export async function endContract(tx: Db, id: string, { status, endsAt, at, reason }: Ending): Promise<void> {
  await tx.contract.update({ where: { id }, data: { status, endsAt, cancelledAt: at, cancelReason: reason } });
}
