import { Prisma } from '../../generated/client.ts';
import type { Plan } from '../domain/plan.ts';
import type { Db } from './storage.ts';

type Row = Omit<Plan, 'monthlyPrice'> & { amountMinor: bigint; currency: string };

const SELECT = Prisma.sql`
  SELECT id, code, name, description, monthly_price_minor AS "amountMinor", currency, response_target_minutes AS "responseTargetMinutes",
    ARRAY (SELECT product_id FROM plan_product WHERE plan_id = plan.id ORDER BY product_id) AS "productIds"
  FROM plan`;

const toPlan = ({ amountMinor, currency, ...plan }: Row): Plan => ({ ...plan, monthlyPrice: { amountMinor, currency } });

/** Cheapest first. */
export async function allPlans(db: Db): Promise<Plan[]> {
  return (await db.$queryRaw<Row[]>`${SELECT} ORDER BY monthly_price_minor, id LIMIT 100`).map(toPlan);
}

export async function plansByIds(db: Db, ids: readonly string[]): Promise<Plan[]> {
  return (await db.$queryRaw<Row[]>`${SELECT} WHERE id = ANY (${[...ids]})`).map(toPlan);
}
