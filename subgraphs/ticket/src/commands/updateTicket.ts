import { isRefusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import type { NamedProduct } from '../domain/facts.ts';
import { updateTicket as decide } from '../domain/updateTicket.ts';
import type { UpdateTicket } from '../domain/updateTicket.ts';
import type { Actor } from '../domain/ticket.ts';
import { refusalOfUrgency } from '../storage/limitRefusals.ts';
import { loadServicePolicy } from '../storage/loadServicePolicy.ts';
import type { Database } from '../storage/prisma.ts';
import { change } from './change.ts';
import type { Parts } from './parts.ts';

type Wish = Omit<UpdateTicket, 'product'> & { productId: string | null };

export const updateTicket = (parts: Parts) => async (actor: Actor, ticketId: string, { productId, ...wish }: Wish) => {
  const product = productId === null ? null : await named(parts.database, productId);
  return change(parts, {
    ticketId, actor,
    decide: async (ticket, now, { sql }) => {
      const decision = decide(ticket, { ...wish, product }, now, await loadServicePolicy(sql, ticket.createdAt));
      const becomesUrgent = wish.priority === 'P1' && actor.kind === 'CUSTOMER' && !isRefusal(decision);
      return (becomesUrgent ? await refusalOfUrgency(sql, ticket) : null) ?? decision;
    },
  });
};

async function named(database: Database, id: string): Promise<NamedProduct> {
  const found = isId(id) ? await database.rosterProduct.findUnique({ where: { id }, select: { name: true } }) : null;
  return { id, name: found?.name ?? '' };
}
