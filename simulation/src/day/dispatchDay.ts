import type { Choice, Matching } from '../dispatchCore.ts';
import { HOUR, MINUTE } from '../world/calendar.ts';
import { answerOf } from '../world/habits.ts';
import { isSkilled } from '../world/isSkilled.ts';
import { anotherTime } from '../world/timesAtHome.ts';
import type { Expert } from '../world/world.ts';
import { Agenda } from './agenda.ts';
import { Board } from './board.ts';
import { bucketOf, isUnassigned, newCase, type Case } from './case.ts';
import { Crew, type Job } from './crew.ts';
import { END, EVENING, type Day } from './day.ts';
import type { Assignment, DayLog, Visit } from './log.ts';
import { Turns } from './turns.ts';

/** How those who wait are matched, and for how long the first waits for others. */
export type Way = { matching: Matching; batchMs: number };

type BookedJob = Job & { one: Case; assignment: Assignment; setOutAt: number };

export const dispatchDay = (day: Day, way: Way): DayLog => new DispatchDay(day, way).run();

/** The day through the dispatch code: offers, answers, visits, and whatever goes wrong with them. */
class DispatchDay {
  private readonly agenda = new Agenda();
  private readonly batchSizes: number[] = [];
  private readonly visits: Visit[] = [];
  private readonly day: Day;
  private readonly cases: Case[];
  private readonly experts: Map<string, Expert>;
  private readonly board: Board;
  private readonly turns: Turns;
  private readonly crew: Crew<BookedJob>;

  constructor(day: Day, { matching, batchMs }: Way) {
    const { agenda } = this;
    const { dice, policy, world: { experts } } = day;
    this.day = day;
    this.cases = day.demand.map(newCase);
    this.experts = new Map(experts.map((expert) => [expert.id, expert]));
    this.board = new Board(experts);
    this.turns = new Turns({
      agenda, board: this.board, policy, matching, batchMs, chosen: (one, choice) => this.offer(one, choice), nobodyFor: (one) => this.callBack(one), turnHeld: (size) => this.batchSizes.push(size),
    });
    this.crew = new Crew({
      agenda, dice, policy, experts, next: (_, jobs, now) => nextDue(jobs, now), setOut: ({ one }) => (one.state = 'EN_ROUTE'),
      arrived: ({ one }) => (one.state = 'ON_SITE'), ended: (job, visit) => this.ended(job, visit),
    });
  }

  run(): DayLog {
    const { agenda, cases, batchSizes, visits, day: { today } } = this;
    for (const one of cases) this.expect(one);
    agenda.at(today + EVENING, () => cases.forEach((one) => (one.life.unassignedAtEvening = isUnassigned(one))));
    agenda.run(today + END);
    for (const one of cases) one.life.bucket = bucketOf(one);
    return { lives: cases.map(({ life }) => life), assignments: this.board.assignments, visits, batchSizes, missedByClash: 0 };
  }

  private expect(one: Case): void {
    const { createdAt, cancelsAt } = one.life.demand;
    this.agenda.at(createdAt, () => this.turns.add(one));
    if (cancelsAt !== null) this.agenda.at(cancelsAt, () => this.cancel(one));
  }

  private offer(one: Case, { expertId, slot, penalty }: Choice): void {
    const { life: { demand: { id, customer, product } }, life } = one;
    const skilled = isSkilled(this.experts.get(expertId)!, product, +slot.endsAt);
    const assignment = this.board.book({ expertId, ticketId: id, visitNumber: one.visitNumber, skilled, slot, location: customer.location }, this.agenda.now);
    if (life.offers === 0) life.penalty = penalty;
    life.offers += 1;
    life.firstOfferAt ??= this.agenda.now;
    Object.assign(one, { state: 'OFFERED', assignment });
    this.awaitAnswer(one, assignment);
  }

  private awaitAnswer(one: Case, assignment: Assignment): void {
    const expiry = this.day.policy.offerMinutes[one.life.demand.priority] * MINUTE;
    const { kind, after } = answerOf(this.day.dice, assignment.ticketId, one.visitNumber, assignment.expertId);
    const answers = kind !== 'OVERLOOKS' && after < expiry;
    this.agenda.at(this.agenda.now + (answers ? after : expiry), () => {
      if (one.assignment !== assignment) return;
      if (answers && kind === 'ACCEPTS') this.accept(one, assignment);
      else this.turnDown(one, assignment);
    });
  }

  private accept(one: Case, assignment: Assignment): void {
    const { expertId, ticketId, slot, location, skilled } = assignment;
    const { product } = one.life.demand;
    one.state = 'ACCEPTED';
    one.life.acceptedAt ??= this.agenda.now;
    this.board.accept(assignment, this.agenda.now);
    const setOutAt = +slot.startsAt - slot.travelMinutes * MINUTE;
    this.crew.add(expertId, { one, assignment, ticketId, number: one.visitNumber, location, skilled, visitMinutes: product.visitMinutes, notBefore: +slot.startsAt, setOutAt });
    this.agenda.at(setOutAt, () => this.crew.look(expertId));
  }

  private turnDown(one: Case, assignment: Assignment): void {
    const { policy } = this.day;
    this.free(one, assignment);
    this.board.refused(assignment.expertId);
    one.coolDowns.push({ expertId: assignment.expertId, until: new Date(this.agenda.now + policy.coolDownHours * HOUR) });
    const tried = one.coolDowns.filter(({ until }) => +until > this.agenda.now).length;
    if (tried < policy.maximumOffers) return this.turns.add(one);
    one.state = 'GIVEN_UP';
    one.life.neededPerson = true;
  }

  /** Nobody can come when the customer is at home: the call centre asks for another time, once. */
  private callBack(one: Case): void {
    const { life } = one;
    life.neededPerson = true;
    this.agenda.at(this.agenda.now + HOUR, () => {
      if (one.state !== 'NO_EXPERT' || life.calledBack) return;
      life.calledBack = true;
      this.turns.drop(one);
      this.wait(one, 'called back');
    });
  }

  private wait(one: Case, why: string): void {
    one.windows = anotherTime(this.agenda.now, this.day.dice(why, one.life.demand.id, one.visitNumber));
    this.turns.add(one);
  }

  private ended({ one, assignment }: BookedJob, visit: Visit): void {
    this.keep(one, visit);
    this.free(one, assignment, visit);
    this.board.served(one.life.demand.customer.id, assignment.expertId);
    if (visit.outcome === 'FIXED') return close(one, 'FIXED');
    one.visitNumber += 1;
    one.coolDowns = [];
    if (visit.outcome === 'FOLLOW_UP') return this.wait(one, 'follow-up');
    one.state = 'ON_HOLD';
    this.agenda.at(this.agenda.now + HOUR, () => one.state === 'ON_HOLD' && this.wait(one, 'nobody home'));
  }

  /** Before anybody is at the door, a customer may cancel; whoever is on the way turns round. */
  private cancel(one: Case): void {
    if (one.state === 'ON_SITE' || one.state === 'OVER') return;
    const { assignment } = one;
    this.turns.drop(one);
    close(one, 'CANCELLED');
    if (!assignment) return;
    const turnedBack = this.crew.recall(assignment.expertId, (job) => job.one === one);
    if (turnedBack) this.keep(one, turnedBack);
    this.free(one, assignment);
    this.crew.look(assignment.expertId);
  }

  private free(one: Case, assignment: Assignment, visit: Visit | null = null): void {
    this.board.release(assignment, this.agenda.now, visit);
    one.assignment = null;
    this.turns.freed(one);
  }

  private keep(one: Case, visit: Visit): void {
    one.life.visits.push(visit);
    this.visits.push(visit);
  }
}

function nextDue(jobs: readonly BookedJob[], now: number): BookedJob | null {
  const due = jobs.filter(({ setOutAt }) => setOutAt <= now);
  return due.reduce<BookedJob | null>((a, b) => (a && a.notBefore <= b.notBefore ? a : b), null);
}

function close(one: Case, bucket: 'FIXED' | 'CANCELLED'): void {
  one.state = 'OVER';
  one.life.bucket = bucket;
}
