import type { Booking, ExpertNow } from '../dispatchCore.ts';
import { DAY } from '../world/calendar.ts';
import type { Expert } from '../world/world.ts';
import type { Assignment, Visit } from './log.ts';

type Holding = { live: Assignment[]; done: Visit[]; lastEnd: Date | null; refusals: number };

export type Booked = Pick<Assignment, 'expertId' | 'ticketId' | 'visitNumber' | 'skilled' | 'slot' | 'location'>;

/** Who is held by what: the table of live offers, and visits of today that are over. */
export class Board {
  readonly assignments: Assignment[] = [];
  private readonly holdings: Map<string, Holding>;
  private readonly byTerritory: Map<string, Expert[]>;
  private readonly customers = new Map<string, string[]>();

  constructor(experts: readonly Expert[]) {
    this.holdings = new Map(experts.map(({ id }) => [id, { live: [], done: [], lastEnd: null, refusals: 0 }]));
    this.byTerritory = new Map();
    for (const expert of experts) for (const { territoryId } of expert.territories) this.byTerritory.set(territoryId, [...(this.byTerritory.get(territoryId) ?? []), expert]);
  }

  book(booked: Booked, now: number): Assignment {
    const assignment: Assignment = { ...booked, madeAt: now, acceptedAt: null, releasedAt: null };
    this.assignments.push(assignment);
    this.holding(booked.expertId).live.push(assignment);
    return assignment;
  }

  accept(assignment: Assignment, now: number): void {
    assignment.acceptedAt = now;
    const holding = this.holding(assignment.expertId);
    if (!holding.lastEnd || holding.lastEnd < assignment.slot.endsAt) holding.lastEnd = assignment.slot.endsAt;
  }

  release(assignment: Assignment, now: number, visit: Visit | null = null): void {
    assignment.releasedAt = now;
    const holding = this.holding(assignment.expertId);
    holding.live = holding.live.filter((other) => other !== assignment);
    if (visit?.arrivedAt) holding.done = [...holding.done.filter(({ endedAt }) => endedAt > now - DAY), visit];
  }

  refused(expertId: string): void {
    this.holding(expertId).refusals += 1;
  }

  served(customerId: string, expertId: string): void {
    this.customers.set(customerId, [...new Set([...this.servedBy(customerId), expertId])].sort());
  }

  servedBy = (customerId: string): string[] => this.customers.get(customerId) ?? [];

  expertsOf(territoryId: string, now: number): ExpertNow[] {
    return (this.byTerritory.get(territoryId) ?? []).map((standing) => {
      const { live, done, lastEnd, refusals } = this.holding(standing.id);
      const over = done.filter(({ leftAt, endedAt, arrivedAt }) => leftAt > now - DAY && endedAt > arrivedAt!);
      return { ...standing, idleSince: lastEnd, recentRefusals: refusals, bookings: [...live.map((assignment) => bookingOf(assignment, now)), ...over.map(bookingOfDone)] };
    });
  }

  private holding = (expertId: string): Holding => this.holdings.get(expertId)!;
}

/** One that should be over and is not holds its expert until it is. */
function bookingOf({ slot, location }: Assignment, now: number): Booking {
  const held = (time: Date) => new Date(Math.max(+time, Math.min(now, +slot.endsAt + DAY)));
  return { startsAt: slot.startsAt, endsAt: held(slot.endsAt), blockedFrom: slot.blockedFrom, blockedUntil: held(slot.blockedUntil), location };
}

function bookingOfDone({ arrivedAt, endedAt, to }: Visit): Booking {
  const [startsAt, endsAt] = [new Date(arrivedAt!), new Date(endedAt)];
  return { startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt, location: to };
}
