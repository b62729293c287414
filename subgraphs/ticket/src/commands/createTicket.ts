import { createHash } from 'node:crypto';
import { isRefusal, refuse } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { createTicket as decide } from '../domain/createTicket.ts';
import type { CreateTicket } from '../domain/createTicket.ts';
import { checkText } from '../domain/input.ts';
import type { Actor } from '../domain/ticket.ts';
import { beforeCreating } from '../storage/beforeCreating.ts';
import type { BeforeCreating } from '../storage/beforeCreating.ts';
import { refusalByLimit } from '../storage/limitRefusals.ts';
import type { Parts } from './parts.ts';

type Input = Omit<CreateTicket, 'id' | 'number' | 'productName'> & { /** The account has not proven its e-mail address. */ unproven?: true | undefined };
type Created = { ticketId: string } | Refusal;

/** Needs nothing but its own database. The same key again: the same ticket, whoever wins the race. */
export const createTicket = (parts: Parts) => async (actor: Actor, input: Input): Promise<Created> => {
  const wrongKey = checkText(input.idempotencyKey, 'idempotencyKey', 8, 100);
  if (wrongKey) return wrongKey;
  const question = { actor, ...input };
  const requestHash = hashOf(input);
  const known = await beforeCreating(parts.database, question);
  const made = alreadyMade(known, requestHash) ?? (await create(parts, actor, input, known, requestHash).catch(refusedByLimit));
  if (made && !('refusedByLimit' in made)) return made;
  // A request with the same key may have come at the same moment: its ticket is there by now, and may be the last one there was room for.
  return alreadyMade(await beforeCreating(parts.database, question), requestHash) ?? made?.refusedByLimit ?? Promise.reject(new Error('neither made nor found'));
};

function refusedByLimit(error: unknown): { refusedByLimit: Refusal } {
  const refusal = refusalByLimit(error);
  if (!refusal) throw error;
  return { refusedByLimit: refusal };
}

async function create({ storage, newId }: Parts, actor: Actor, input: Input, known: BeforeCreating, requestHash: string): Promise<Created | null> {
  const { number, productName, possibleDuplicateOf, servicePolicy, now } = known;
  const command = { ...input, id: newId('tic'), number: number!, productName };
  const decision = decide(command, now, servicePolicy);
  if (isRefusal(decision)) return decision;
  const created = await storage.create(decision.facts[0], { idempotencyKey: input.idempotencyKey, requestHash, possibleDuplicateOf, createdUnproven: input.unproven ?? null }, actor);
  return created ? { ticketId: command.id } : null;
}

function alreadyMade({ madeId, madeHash }: BeforeCreating, requestHash: string): Created | null {
  if (madeId === null) return null;
  if (madeHash === requestHash) return { ticketId: madeId };
  return refuse('IDEMPOTENCY_KEY_REUSED', 'This key was used for a different ticket; choose a new one.', 'idempotencyKey');
}

function hashOf({ customerId, productId, description, priority, addressId, windows }: Input): string {
  const times = windows.map(({ start, end }) => [start.getTime(), end.getTime()]);
  return createHash('sha256').update(JSON.stringify([customerId, productId, description, priority, addressId, times])).digest('hex');
}
