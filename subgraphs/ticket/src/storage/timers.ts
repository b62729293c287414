import { isOpen } from '../domain/status.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Step } from './saveTicket.ts';
import type { Sql } from './prisma.ts';

export type TimerKind = 'SLA' | 'OFFER_EXPIRY' | 'SURVEY_LAPSE' | 'HOLD_REMINDER' | 'RETRY_DISPATCH';
export type Timer = { id: string; kind: TimerKind; ticketId: string; offerId?: string; dueAt: Date };

const day = 86_400_000;

/** Sets a timer, or sets it anew when there is one of this id. */
export async function schedule(sql: Sql, { id, kind, ticketId, offerId, dueAt }: Timer): Promise<void> {
  await sql.$executeRaw`INSERT INTO timer (id, kind, ticket_id, offer_id, due_at) VALUES (${id}, ${kind}, ${ticketId}, ${offerId ?? null}, ${dueAt})
    ON CONFLICT (id) DO UPDATE SET due_at = EXCLUDED.due_at, done_at = NULL`;
}

export const finishTimer = async (sql: Sql, id: string): Promise<void> =>
  void (await sql.timer.updateMany({ where: { id, doneAt: null }, data: { doneAt: new Date() } }));

/** What has to happen when nobody does anything. */
export async function setTimers(sql: Sql, steps: readonly Step[]): Promise<void> {
  for (const timer of steps.flatMap(timersOf)) await schedule(sql, timer);
  const after = steps.at(-1)!.after;
  const answered = steps.flatMap(({ after: { offer } }) => (offer && offer.status !== 'OFFERED' ? [`${offer.id}:expiry`] : []));
  const over = isOpen(after.status) ? [] : [`sla:${after.id}:respond`, `sla:${after.id}:arrive`];
  const moved = steps[0]!.before?.status === 'ON_HOLD' && after.status !== 'ON_HOLD' ? [`hold:${after.id}`] : [];
  const closed = after.status === 'CLOSED' ? [`survey:${after.id}`] : [];
  const done = [...answered, ...over, ...moved, ...closed];
  if (done.length > 0) await sql.timer.updateMany({ where: { id: { in: done }, doneAt: null }, data: { doneAt: new Date() } });
}

export const slaTimers = ({ id, respondBy, arriveBy }: Pick<Ticket, 'id' | 'respondBy' | 'arriveBy'>): Timer[] => [
  { id: `sla:${id}:respond`, kind: 'SLA', ticketId: id, dueAt: respondBy },
  { id: `sla:${id}:arrive`, kind: 'SLA', ticketId: id, dueAt: arriveBy },
];

function timersOf({ fact, before, after }: Step): Timer[] {
  const ticketId = after.id;
  if (fact.type === 'TicketUpdated' && (+fact.respondBy !== +before!.respondBy || +fact.arriveBy !== +before!.arriveBy)) return slaTimers(after);
  if (fact.type === 'OfferPlaced') return [{ id: `${fact.offer.id}:expiry`, kind: 'OFFER_EXPIRY', ticketId, offerId: fact.offer.id, dueAt: fact.offer.expiresAt }];
  if (fact.type !== 'VisitCompleted') return [];
  if (after.status === 'COMPLETED') return [{ id: `survey:${ticketId}`, kind: 'SURVEY_LAPSE', ticketId, dueAt: new Date(fact.at.getTime() + 14 * day) }];
  if (after.status === 'ON_HOLD') return [{ id: `hold:${ticketId}`, kind: 'HOLD_REMINDER', ticketId, dueAt: new Date(fact.at.getTime() + 3 * day) }];
  return [];
}
