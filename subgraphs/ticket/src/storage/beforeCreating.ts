import { isId } from '../domain/input.ts';
import type { ServicePolicy } from '../domain/servicePolicy.ts';
import type { Actor } from '../domain/ticket.ts';
import type { Database } from './prisma.ts';

export type BeforeCreating = {
  /** The ticket that this creator has made with this key. */
  madeId: string | null;
  madeHash: string | null;
  /** For people; null when there is nothing to be numbered. */
  number: string | null;
  /** As dispatch's replica knows it; empty when it does not yet. */
  productName: string;
  /** The newest open ticket of the same customer and product. */
  possibleDuplicateOf: string | null;
  servicePolicy: ServicePolicy;
  /** The database's clock. */
  now: Date;
};

type Question = { actor: Actor; idempotencyKey: string; customerId: string; productId: string };

/** All that must be known before a ticket is made, in one statement. */
export async function beforeCreating(db: Database, { actor, idempotencyKey, ...ids }: Question): Promise<BeforeCreating> {
  const [customerId, productId] = [ids.customerId, ids.productId].map((id) => (isId(id) ? id : ''));
  const [row] = await db.$queryRaw<BeforeCreating[]>`
    SELECT made.id AS "madeId", made.request_hash AS "madeHash", CASE WHEN made.id IS NULL THEN 'SYS-' || nextval('ticket_number') END AS number,
      coalesce((SELECT name FROM roster_product WHERE id = ${productId}), '') AS "productName", clock_timestamp() AS now,
      (SELECT policy || jsonb_build_object('version', version) FROM service_policy WHERE effective_from <= clock_timestamp() ORDER BY version DESC LIMIT 1) AS "servicePolicy",
      (SELECT id FROM ticket WHERE customer_id = ${customerId} AND product_id = ${productId} AND status NOT IN ('COMPLETED', 'CLOSED', 'CANCELLED')
        ORDER BY created_at DESC, id DESC LIMIT 1) AS "possibleDuplicateOf"
    FROM (SELECT 1) AS one
    LEFT JOIN ticket made ON made.created_by_kind = ${actor.kind} AND made.created_by_id = ${actor.id} AND made.idempotency_key = ${idempotencyKey}`;
  return row!;
}
