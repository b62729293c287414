import type { Prisma } from '../../generated/client.ts';
import type { Fact } from '../domain/facts.ts';
import type { Actor } from '../domain/ticket.ts';
import type { Step } from './saveTicket.ts';
import type { Sql } from './prisma.ts';

/** TicketCreated → TICKET_CREATED. */
export const changeOf = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** Appends the transitions to the history and every fact to the ticket's log. */
export async function appendToLog(sql: Sql, steps: readonly Step[], actor: Actor): Promise<void> {
  const moves = steps.filter(({ before, after }) => before?.status !== after.status);
  if (moves.length > 0) await sql.ticketHistory.createMany({ data: moves.map((step) => historyEntry(step, actor)) });
  await sql.ticketEvent.createMany({ data: steps.map(logEntry) });
}

export const historyEntry = ({ fact, before, after }: Step, actor: Actor) => ({
  ticketId: after.id, sequence: after.historyLength, at: fact.at, actorKind: actor.kind, actorId: actor.id,
  fromStatus: before?.status ?? null, toStatus: after.status, reason: reasonOf(fact),
});

function reasonOf(fact: Fact): string | null {
  switch (fact.type) {
    case 'TicketCancelled': case 'OfferWithdrawn': case 'TicketAssigned': case 'ExpertCannotArrive':
      return fact.reason;
    case 'AttentionNeeded':
      return `${fact.attention.reason}: ${fact.attention.summary}`;
    case 'OfferRefused':
      return fact.note ? `${fact.reason}: ${fact.note}` : fact.reason;
    case 'OfferExpired':
      return 'No answer in time.';
    case 'VisitCompleted':
      return fact.outcome;
    default:
      return null;
  }
}

export const logEntry = ({ fact, after }: Step) => {
  const { type, at, ...payload } = fact;
  return {
    id: `${after.id}:${after.version}`, ticketId: after.id, version: after.version, type: changeOf(type), occurredAt: at,
    visibility: isForStaff(fact) ? 'STAFF' : 'PUBLIC',
    payload: JSON.parse(JSON.stringify(payload, (key, value: unknown) => (key === 'token' ? undefined : value))) as Prisma.InputJsonObject,
  };
};

const isForStaff = (fact: Fact): boolean => fact.type === 'SlaBreached' || fact.type === 'SlaResumed' || (fact.type === 'CommentAdded' && fact.visibility === 'INTERNAL');
