import { traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { Prisma } from '../../generated/client.ts';
import type { Fact } from '../domain/facts.ts';
import type { Actor } from '../domain/ticket.ts';
import { json } from './jsonRows.ts';
import type { Part, Step } from './saveTicket.ts';

/** TicketCreated → TICKET_CREATED. */
export const changeOf = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** Appends the transitions to the history and every fact to the ticket's log. */
export function logParts(steps: readonly Step[], actor: Actor): Part[] {
  const moves = steps.filter(({ before, after }) => before?.historyLength !== after.historyLength).map((step) => historyEntry(step, actor));
  const history = Prisma.sql`moves AS (INSERT INTO ticket_history SELECT r.* FROM saved, jsonb_populate_recordset(null::ticket_history, ${json(moves)}::jsonb) AS r ORDER BY r.sequence)`;
  const log = Prisma.sql`log AS (INSERT INTO ticket_event SELECT r.* FROM saved, jsonb_populate_recordset(null::ticket_event, ${json(steps.map(logEntry))}::jsonb) AS r)`;
  return moves.length > 0 ? [history, log] : [log];
}

export const historyEntry = ({ fact, before, after }: Step, actor: Actor) => ({
  ticketId: after.id, sequence: after.historyLength, at: fact.at, actorKind: actor.kind, actorId: actor.id,
  fromStatus: before?.status ?? null, toStatus: after.status, reason: reasonOf(fact),
  changes: fact.type === 'TicketUpdated' ? fact.changes : null,
});

function reasonOf(fact: Fact): string | null {
  switch (fact.type) {
    case 'TicketCancelled': case 'OfferWithdrawn': case 'TicketAssigned': case 'ExpertCannotArrive':
      return fact.reason;
    case 'AttentionNeeded':
      return `${fact.attention.reason}: ${fact.attention.summary}`;
    case 'OfferRefused':
      return fact.note ? `${fact.reason}: ${fact.note}` : fact.reason;
    case 'TicketClaimed':
      return 'Claimed by the customer who proved the e-mail address.';
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
    traceparent: traceparent(),
    payload: JSON.parse(JSON.stringify(payload, (key, value: unknown) => (key === 'token' ? undefined : value))) as Prisma.InputJsonObject,
  };
};

const isForStaff = (fact: Fact): boolean => fact.type === 'SlaBreached' || fact.type === 'SlaResumed' || (fact.type === 'CommentAdded' && fact.visibility === 'INTERNAL');
