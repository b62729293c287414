import { isId } from '../domain/input.ts';
import type { Actor } from '../domain/ticket.ts';
import type { Database, Sql } from './prisma.ts';

export const findByIdempotencyKey = (db: Database, actor: Actor, idempotencyKey: string) =>
  db.ticket.findFirst({ where: { createdByKind: actor.kind, createdById: actor.id, idempotencyKey }, select: { id: true, requestHash: true } });

/** As dispatch's replica knows it; empty when it does not yet. */
export async function productNameOf(db: Database, productId: string): Promise<string> {
  if (!isId(productId)) return '';
  return (await db.rosterProduct.findUnique({ where: { id: productId }, select: { name: true } }))?.name ?? '';
}

/** The newest open ticket of the same customer and product. */
export async function openTicketOf(sql: Sql, customerId: string, productId: string): Promise<string | null> {
  const open = { customerId, productId, status: { notIn: ['COMPLETED', 'CLOSED', 'CANCELLED'] } };
  return (await sql.ticket.findFirst({ where: open, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], select: { id: true } }))?.id ?? null;
}
