import { isRefusal, notFound, refuse } from '../domain/decision.ts';
import type { Decision, Refusal } from '../domain/decision.ts';
import type { Fact } from '../domain/facts.ts';
import type { Actor, Ticket } from '../domain/ticket.ts';
import { refusalByLimit } from './limitRefusals.ts';
import { violatedConstraint } from './violatedConstraint.ts';
import type { Storage, Transaction } from './storage.ts';

export type ChangeTicket = {
  ticketId: string;
  actor: Actor;
  decide: (ticket: Ticket, now: Date, transaction: Transaction) => Decision | Promise<Decision>;
  /** False: somebody else did it already, nothing is to be done. */
  before?: (transaction: Transaction) => Promise<boolean>;
  /** In the same transaction, after the facts; not called after a refusal. */
  after?: (transaction: Transaction, ticket: Ticket) => Promise<void>;
};

export type Changed = { ticket: Ticket | null; facts: Fact[] };

/** Load → decide → save, in one transaction. A refusal leaves nothing behind. */
export async function changeTicket(storage: Storage, change: ChangeTicket): Promise<Changed | Refusal> {
  try {
    return await storage.transact((transaction) => run(transaction, change));
  } catch (error) {
    const refusal = error instanceof Refused ? error.refusal : refusalByDatabase(error);
    if (refusal) return refusal;
    throw error;
  }
}

async function run(transaction: Transaction, { ticketId, actor, decide, before, after }: ChangeTicket): Promise<Changed> {
  if (before && !(await before(transaction))) return { ticket: null, facts: [] };
  const locked = await transaction.lock(ticketId);
  if (!locked) throw new Refused(notFound('ticket'));
  const decision = await decide(locked.ticket, locked.now, transaction);
  if (isRefusal(decision)) throw new Refused(decision);
  const ticket = await transaction.record(locked.ticket, decision.facts, actor);
  await after?.(transaction, ticket);
  return { ticket, facts: decision.facts };
}

/** Thrown to roll back; never leaves this file. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function refusalByDatabase(error: unknown): Refusal | null {
  switch (violatedConstraint(error)) {
    case 'offer_no_overlap':
      return refuse('OVERLAP', 'The expert is booked at that time, travel included. Choose another time or expert.', 'start');
    case 'offer_has_required_skills': case 'offer_has_known_skills': case 'offer_skill_expert_id_skill_id_fkey':
      return refuse('SKILLS_CHANGED', 'The expert does not have every required skill any more.');
    default:
      return refusalByLimit(error);
  }
}
