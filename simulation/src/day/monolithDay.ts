import { minutesBetween, type DispatchPolicy } from '../dispatchCore.ts';
import { DAY, HOUR, MINUTE } from '../world/calendar.ts';
import type { Demand } from '../world/demand.ts';
import { answerOf } from '../world/habits.ts';
import { isAtWork, shiftsOn } from '../world/isAtWork.ts';
import { isSkilled } from '../world/isSkilled.ts';
import type { Expert } from '../world/world.ts';
import { Agenda } from './agenda.ts';
import { Crew, type Job } from './crew.ts';
import { END, EVENING, type Day } from './day.ts';
import { leastLoaded } from './leastLoaded.ts';
import { newLife, type Bucket, type DayLog, type Life, type Visit } from './log.ts';

/** A ticket of the monolith has one window; without one: any time. */
type OldJob = Job & { ticket: Ticket; from: number; until: number };
type Ticket = { life: Life; status: 'NEW' | 'OFFERED' | 'ACCEPTED' | 'EN_ROUTE' | 'ON_SITE' | 'COMPLETED' | 'CANCELLED'; expert: Expert | null };

export const monolithDay = (day: Day): DayLog => new MonolithDay(day).run();

/**
 * The day as monolith/src/workflows/assignInMemory.ts has it: one attempt, the least loaded expert of the territory whatever they can
 * and whenever they work, no offer ever expires, nothing is booked. Experts see to the windows of their tickets themselves, as well
 * as they can; a visit that fixes nothing has no second one. Nobody's process dies here, so no ticket is lost on top of that.
 */
class MonolithDay {
  private readonly agenda = new Agenda();
  private readonly visits: Visit[] = [];
  private readonly day: Day;
  private readonly tickets: Ticket[];
  private readonly load: Map<string, number>;
  private readonly crew: Crew<OldJob>;
  private missedByClash = 0;

  constructor(day: Day) {
    const { dice, policy, world: { experts } } = day;
    this.day = day;
    this.tickets = day.demand.map((demand) => ({ life: newLife(demand), status: 'NEW', expert: null }));
    this.load = new Map(experts.map(({ id }) => [id, 0]));
    this.crew = new Crew({
      agenda: this.agenda, dice, policy, experts, next: mostPressing, setOut: ({ ticket }) => (ticket.status = 'EN_ROUTE'),
      arrived: ({ ticket }) => (ticket.status = 'ON_SITE'), ended: (job, visit) => this.ended(job, visit),
    });
  }

  run(): DayLog {
    const { agenda, tickets, visits, day: { today } } = this;
    for (const ticket of tickets) this.expect(ticket, ticket.life.demand);
    agenda.at(today + EVENING, () => tickets.forEach(({ life, status }) => (life.unassignedAtEvening = status === 'NEW' || status === 'OFFERED')));
    agenda.run(today + END);
    for (const ticket of tickets) ticket.life.bucket = bucketOf(ticket);
    return { lives: tickets.map(({ life }) => life), assignments: [], visits, batchSizes: tickets.map(() => 1), missedByClash: this.missedByClash };
  }

  private expect(ticket: Ticket, { createdAt, cancelsAt }: Demand): void {
    this.agenda.at(createdAt, () => this.assign(ticket));
    if (cancelsAt !== null) this.agenda.at(cancelsAt, () => this.cancel(ticket));
  }

  private assign(ticket: Ticket): void {
    const { life } = ticket;
    const expert = leastLoaded(this.day.world.experts, life.demand.customer.territoryId, this.load);
    if (!expert) return;
    Object.assign(ticket, { status: 'OFFERED', expert });
    this.load.set(expert.id, this.load.get(expert.id)! + 1);
    Object.assign(life, { offers: 1, firstOfferAt: this.agenda.now });
    this.awaitAnswer(ticket, expert);
  }

  /** There is no way to refuse: whoever does not want the ticket leaves it lying. Whoever overlooks it finds it some hours later. */
  private awaitAnswer(ticket: Ticket, expert: Expert): void {
    const { id } = ticket.life.demand;
    const { kind, after } = answerOf(this.day.dice, id, 1, expert.id);
    if (kind === 'REFUSES') return;
    const later = kind === 'OVERLOOKS' ? (1 + 3 * this.day.dice('finds it', id)) * HOUR : 0;
    this.agenda.at(this.agenda.now + after + later, () => ticket.status === 'OFFERED' && this.accept(ticket, expert));
  }

  private accept(ticket: Ticket, expert: Expert): void {
    const { life, life: { demand } } = ticket;
    ticket.status = 'ACCEPTED';
    life.acceptedAt = this.agenda.now;
    const job = jobOf(ticket, expert, this.agenda.now, this.day.policy);
    this.crew.add(expert.id, job);
    for (const time of this.timesToLook(expert, job)) this.agenda.at(time, () => this.crew.look(expert.id));
    if (demand.windows[0]) this.agenda.at(job.until, () => this.miss(ticket, expert, job));
  }

  private timesToLook(expert: Expert, { from }: OldJob): number[] {
    const days = Array.from({ length: END / DAY }, (_, n) => this.day.today + n * DAY);
    return [from, ...days.flatMap((day) => shiftsOn(expert, day)).map((shift) => shift.from)].filter((time) => time >= from);
  }

  /** The customer has waited in vain. The monolith does not notice: the ticket stays accepted. */
  private miss(ticket: Ticket, expert: Expert, job: OldJob): void {
    if (ticket.status !== 'ACCEPTED') return;
    this.crew.recall(expert.id, (other) => other === job);
    ticket.life.bucket = 'MISSED';
    const elsewhere = this.crew.isBusy(expert.id) || this.visits.some(({ expertId, leftAt, endedAt }) => expertId === expert.id && leftAt < job.until && endedAt > job.from);
    if (elsewhere) this.missedByClash += 1;
  }

  private ended({ ticket }: OldJob, visit: Visit): void {
    this.record(ticket, visit);
    this.unload(visit.expertId);
    ticket.status = 'COMPLETED';
    ticket.life.bucket = visit.outcome === 'FIXED' ? 'FIXED' : 'UNFIXED';
  }

  private cancel(ticket: Ticket): void {
    const { expert, status } = ticket;
    if (status === 'ON_SITE' || status === 'COMPLETED') return;
    ticket.status = 'CANCELLED';
    if (!expert) return;
    this.unload(expert.id);
    const turnedBack = this.crew.recall(expert.id, (job) => job.ticket === ticket);
    if (turnedBack) this.record(ticket, turnedBack);
    this.crew.look(expert.id);
  }

  private record({ life }: Ticket, visit: Visit): void {
    life.visits.push(visit);
    this.visits.push(visit);
  }

  private unload = (expertId: string): unknown => this.load.set(expertId, this.load.get(expertId)! - 1);
}

function jobOf(ticket: Ticket, expert: Expert, now: number, policy: DispatchPolicy): OldJob {
  const { id, customer, product, windows } = ticket.life.demand;
  const window = windows[0];
  const from = window ? Math.max(now, +window.start - minutesBetween(expert.home, customer.location, policy) * MINUTE) : now;
  return {
    ticket, ticketId: id, number: 1, location: customer.location, visitMinutes: product.visitMinutes, from, until: window ? +window.end : Infinity,
    notBefore: window ? +window.start : 0, skilled: isSkilled(expert, product, now),
  };
}

/** Whichever window closes first, of those that are open. */
function mostPressing(expert: Expert, jobs: readonly OldJob[], now: number): OldJob | null {
  if (!isAtWork(expert, now)) return null;
  const open = jobs.filter(({ from, until }) => from <= now && now < until);
  return open.reduce<OldJob | null>((a, b) => (a && a.until <= b.until ? a : b), null);
}

function bucketOf({ status, life: { bucket } }: Ticket): Bucket {
  if (status === 'CANCELLED') return 'CANCELLED';
  if (status === 'COMPLETED' || bucket === 'MISSED') return bucket;
  return status === 'NEW' || status === 'OFFERED' ? 'LIMBO' : 'BOOKED';
}
