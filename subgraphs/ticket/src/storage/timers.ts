import { Prisma } from '../../generated/client.ts';
import { isOpen } from '../domain/status.ts';
import type { Ticket } from '../domain/ticket.ts';
import { json } from './jsonRows.ts';
import type { Sql } from './prisma.ts';
import type { Part, Step } from './saveTicket.ts';

/**
 * RETRY_DISPATCH: whoever matches visits with experts takes all that are due in a territory together.
 * EXAMINE: coverage and place of the ticket have to be found out first.
 */
export type TimerKind = 'SLA' | 'OFFER_EXPIRY' | 'SURVEY_LAPSE' | 'HOLD_REMINDER' | 'EXAMINE' | 'RETRY_DISPATCH';
export type Timer = { id: string; kind: TimerKind; ticketId: string; offerId?: string; dueAt: Date };

const day = 86_400_000;

/** Sets timers, or sets them anew where there are some of these ids. */
export async function schedule(sql: Sql, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return;
  await sql.$executeRaw(insertFrom(recordset(timers)));
}

const recordset = (timers: readonly Timer[]): Prisma.Sql => Prisma.sql`jsonb_populate_recordset(null::timer, ${json(timers)}::jsonb) AS r`;
const insertFrom = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`INSERT INTO timer SELECT r.* FROM ${rows} ON CONFLICT (id) DO UPDATE SET due_at = EXCLUDED.due_at, done_at = NULL`;

export const finishTimers = async (sql: Sql, ids: readonly string[]): Promise<void> =>
  void (await sql.$executeRaw`UPDATE timer SET done_at = now() WHERE id = ANY (${[...ids]}::text[]) AND done_at IS NULL`);

export const retryTimer = (ticketId: string): string => `retry:${ticketId}`;
export const examineTimer = (ticketId: string): string => `examine:${ticketId}`;

/** What has to happen when nobody does anything. */
export function timerParts(steps: readonly Step[]): Part[] {
  const over = new Set(timersOver(steps));
  const set = [...steps.flatMap(timersOf), ...clocksMoved(steps), ...waitingTimers(steps)].filter(({ id }) => !over.has(id));
  const setPart = Prisma.sql`timers_set AS (${insertFrom(Prisma.sql`saved, ${recordset(set)}`)})`;
  const overPart = Prisma.sql`timers_over AS (UPDATE timer SET done_at = now() FROM saved WHERE timer.id = ANY (${[...over]}::text[]) AND done_at IS NULL)`;
  return [...(set.length > 0 ? [setPart] : []), ...(over.size > 0 ? [overPart] : [])];
}

function timersOver(steps: readonly Step[]): string[] {
  const before = steps[0]!.before;
  const { id, status, slaPausedAt, location } = steps.at(-1)!.after;
  return [
    ...steps.flatMap(({ after: { offer } }) => (offer && offer.status !== 'OFFERED' ? [`${offer.id}:expiry`] : [])),
    ...(isOpen(status) && !slaPausedAt ? [] : [`sla:${id}:respond`, `sla:${id}:arrive`]),
    ...(before?.status === 'ON_HOLD' && status !== 'ON_HOLD' ? [`hold:${id}`] : []),
    ...(status === 'CLOSED' ? [`survey:${id}`] : []),
    // Examined first, and then tried.
    ...(status === 'AWAITING_DISPATCH' && before?.location && !location ? [retryTimer(id)] : []),
    ...(before && before.status !== status && (waits(before.status) || before.status === 'NEEDS_ATTENTION') && !waits(status) ? [retryTimer(id), examineTimer(id)] : []),
  ];
}

const waits = (status: Ticket['status']): boolean => status === 'NEW' || status === 'AWAITING_DISPATCH';

/** Whatever made the ticket wait for an expert, somebody is looked for at once. */
function waitingTimers(steps: readonly Step[]): Timer[] {
  const { after: { id, status, location } } = steps.at(-1)!;
  if (status !== 'AWAITING_DISPATCH' || steps.every(({ fact }) => fact.type === 'CommentAdded' || fact.type === 'SlaBreached' || fact.type === 'TicketClaimed')) return [];
  const dueAt = steps.at(-1)!.fact.at;
  return [location?.territoryId ? { id: retryTimer(id), kind: 'RETRY_DISPATCH', ticketId: id, dueAt } : { id: examineTimer(id), kind: 'EXAMINE', ticketId: id, dueAt }];
}

export const slaTimers = ({ id, respondBy, arriveBy }: Pick<Ticket, 'id' | 'respondBy' | 'arriveBy'>): Timer[] => [
  { id: `sla:${id}:respond`, kind: 'SLA', ticketId: id, dueAt: respondBy },
  { id: `sla:${id}:arrive`, kind: 'SLA', ticketId: id, dueAt: arriveBy },
];

/** Also where a clock that stood still goes on. */
function clocksMoved(steps: readonly Step[]): Timer[] {
  const [before, after] = [steps[0]!.before, steps.at(-1)!.after];
  const asBefore = before && +before.respondBy === +after.respondBy && +before.arriveBy === +after.arriveBy && before.slaPausedAt === after.slaPausedAt;
  return asBefore || after.slaPausedAt ? [] : slaTimers(after);
}

function timersOf({ fact, after }: Step): Timer[] {
  const ticketId = after.id;
  if (fact.type === 'OfferPlaced') return [{ id: `${fact.offer.id}:expiry`, kind: 'OFFER_EXPIRY', ticketId, offerId: fact.offer.id, dueAt: fact.offer.expiresAt }];
  if (fact.type !== 'VisitCompleted') return [];
  if (after.status === 'COMPLETED') return [{ id: `survey:${ticketId}`, kind: 'SURVEY_LAPSE', ticketId, dueAt: new Date(fact.at.getTime() + 14 * day) }];
  if (after.status === 'ON_HOLD') return [{ id: `hold:${ticketId}`, kind: 'HOLD_REMINDER', ticketId, dueAt: new Date(fact.at.getTime() + 3 * day) }];
  return [];
}
