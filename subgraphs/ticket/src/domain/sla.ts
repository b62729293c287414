import { momentAfter, openFrom } from './calendar.ts';
import type { Interval } from './dispatch/intervals.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import type { Ticket, Window } from './ticket.ts';

export type SlaFacts = Pick<Ticket, 'priority' | 'createdAt' | 'windows' | 'planArriveMinutes' | 'slaPauses'>;
export type Sla = { respondBy: Date; arriveBy: Date };

/** When an expert is to have accepted, and to be on site. Always counted anew from what is known of the ticket, never moved from where it was. */
export function slaOf(policy: ServicePolicy, ticket: SlaFacts): Sla {
  const { clock, respondMinutes } = policy.targets[ticket.priority];
  const created = ticket.createdAt.getTime();
  const pauses = ticket.slaPauses.map(intervalOf);
  const running = (): Iterable<Interval> => (clock === 'ALWAYS' ? [{ from: created, until: Infinity }] : openFrom(policy.calendar, created));
  const arriveBy = new Date(momentAfter(running(), pauses, arriveMinutesOf(policy, ticket)));
  return { respondBy: new Date(momentAfter(running(), pauses, respondMinutes)), arriveBy: notBeforeHome(arriveBy, ticket.windows) };
}

/** A plan names its target for P3; those of the other priorities keep their ratio to it. Without a plan, or until it is known, the plain targets hold. */
export function arriveMinutesOf(policy: ServicePolicy, { priority, planArriveMinutes }: Pick<Ticket, 'priority' | 'planArriveMinutes'>): number {
  const plain = policy.targets[priority].arriveMinutes;
  if (planArriveMinutes === null) return plain;
  return Math.max(1, Math.round((plain * workingMinutes(policy, planArriveMinutes)) / policy.targets.P3.arriveMinutes));
}

/** "Within three days" are three working days, "within 8 hours" 8 working hours. */
const workingMinutes = ({ dayMinutes }: ServicePolicy, minutes: number): number => Math.floor(minutes / 1_440) * dayMinutes + (minutes % 1_440);

/** Nobody can be on site before the customer is at home: then the end of the first window counts. */
function notBeforeHome(arriveBy: Date, windows: readonly Window[]): Date {
  const first = [...windows].sort((a, b) => a.start.getTime() - b.start.getTime())[0];
  return first && first.start > arriveBy ? first.end : arriveBy;
}

const intervalOf = ({ start, end }: Window): Interval => ({ from: start.getTime(), until: end.getTime() });
