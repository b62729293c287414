import type { Plan } from '../domain/contract.ts';
import type { Rest } from './rest.ts';

type PlanRow = {
  id: string; code: string; name: string; description: string; monthly_price_cents: number; currency: string; response_target_minutes: number; covered: string[];
};

/** Constants in the monolith's code, cheapest first. */
export async function allPlans(rest: Rest): Promise<Plan[]> {
  const { rows } = await rest.list<PlanRow>('plans');
  return rows.map(toPlan).sort((a, b) => Number(a.monthlyPrice.amountMinor - b.monthlyPrice.amountMinor));
}

const toPlan = (row: PlanRow): Plan => ({
  id: row.id,
  code: row.code,
  name: row.name,
  description: row.description,
  monthlyPrice: { amountMinor: BigInt(row.monthly_price_cents), currency: row.currency },
  coveredProductIds: row.covered,
  responseTarget: `PT${row.response_target_minutes}M`,
});
