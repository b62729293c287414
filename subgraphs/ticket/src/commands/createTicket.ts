import { createHash } from 'node:crypto';
import { isRefusal, refuse } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { createTicket as decide } from '../domain/createTicket.ts';
import type { CreateTicket } from '../domain/createTicket.ts';
import { checkText } from '../domain/input.ts';
import type { Actor } from '../domain/ticket.ts';
import { findByIdempotencyKey, openTicketOf, productNameOf } from '../storage/beforeCreating.ts';
import { violatedConstraint } from '../storage/violatedConstraint.ts';
import type { Parts } from './parts.ts';

type Input = Omit<CreateTicket, 'id' | 'productName'>;

/** Needs nothing but its own database. The same key again: the same ticket, whoever wins the race. */
export const createTicket = (parts: Parts) => async (actor: Actor, input: Input): Promise<{ ticketId: string } | Refusal> => {
  const wrongKey = checkText(input.idempotencyKey, 'idempotencyKey', 8, 100);
  if (wrongKey) return wrongKey;
  const requestHash = hashOf(input);
  return (await already(parts, actor, input.idempotencyKey, requestHash)) ?? (await create(parts, actor, input, requestHash));
};

async function create(parts: Parts, actor: Actor, input: Input, requestHash: string): Promise<{ ticketId: string } | Refusal> {
  const { storage, database, newId, clock } = parts;
  const command = { ...input, id: newId('tic'), productName: await productNameOf(database, input.productId) };
  const decision = decide(command, clock());
  if (isRefusal(decision)) return decision;
  try {
    const ticket = await storage.transact(async (transaction) => {
      const possibleDuplicateOf = await openTicketOf(transaction.sql, input.customerId, input.productId);
      return transaction.create(decision.facts[0], { idempotencyKey: input.idempotencyKey, requestHash, possibleDuplicateOf }, actor);
    });
    return { ticketId: ticket.id };
  } catch (error) {
    const winner = violatedConstraint(error) === 'ticket_idempotency' && (await already(parts, actor, input.idempotencyKey, requestHash));
    if (winner) return winner;
    throw error;
  }
}

async function already({ database }: Parts, actor: Actor, key: string, requestHash: string): Promise<{ ticketId: string } | Refusal | null> {
  const found = await findByIdempotencyKey(database, actor, key);
  if (!found) return null;
  if (found.requestHash === requestHash) return { ticketId: found.id };
  return refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used for a different ticket; choose a new one.', 'idempotencyKey');
}

function hashOf({ customerId, productId, description, priority, addressId, windows }: Input): string {
  const times = windows.map(({ start, end }) => [start.getTime(), end.getTime()]);
  return createHash('sha256').update(JSON.stringify([customerId, productId, description, priority, addressId, times])).digest('hex');
}
