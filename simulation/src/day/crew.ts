import type { Dice } from '../dice.ts';
import { minutesBetween, roadKm, type DispatchPolicy, type Point } from '../dispatchCore.ts';
import { DAY, MINUTE } from '../world/calendar.ts';
import { roadMinutes, workOf } from '../world/habits.ts';
import type { Expert } from '../world/world.ts';
import type { Agenda } from './agenda.ts';
import type { Visit } from './log.ts';

/** A visit that an expert has accepted. */
export type Job = { ticketId: string; number: number; location: Point; visitMinutes: number; skilled: boolean; notBefore: number };

export type CrewParts<Of extends Job> = {
  agenda: Agenda;
  dice: Dice;
  policy: DispatchPolicy;
  experts: readonly Expert[];
  /** Which of their jobs an idle expert sets out for now; null: none yet. */
  next: (expert: Expert, jobs: readonly Of[], now: number) => Of | null;
  setOut: (job: Of) => void;
  arrived: (job: Of) => void;
  ended: (job: Of, visit: Visit) => void;
};

type Worker<Of> = { expert: Expert; jobs: Of[]; at: Point; lastAt: number; doing: { job: Of; leftAt: number; roadMinutes: number; arrivedAt: number | null } | null };

/** The experts on the road: one thing at a time each, and traffic and work take as long as they take. */
export class Crew<Of extends Job> {
  private readonly workers: Map<string, Worker<Of>>;
  private readonly parts: CrewParts<Of>;

  constructor(parts: CrewParts<Of>) {
    this.parts = parts;
    this.workers = new Map(parts.experts.map((expert) => [expert.id, { expert, jobs: [], at: expert.home, lastAt: 0, doing: null }]));
  }

  add(expertId: string, job: Of): void {
    this.worker(expertId).jobs.push(job);
  }

  isBusy = (expertId: string): boolean => this.worker(expertId).doing !== null;

  /** Takes a job back; whoever was on the way turns round. */
  recall(expertId: string, is: (job: Of) => boolean): Visit | null {
    const worker = this.worker(expertId);
    worker.jobs = worker.jobs.filter((job) => !is(job));
    return worker.doing && is(worker.doing.job) ? this.finish(worker, 'TURNED_BACK') : null;
  }

  /** An idle expert sets out, if it is time for one of their jobs. */
  look(expertId: string): void {
    const worker = this.worker(expertId);
    const job = worker.doing ? null : this.parts.next(worker.expert, worker.jobs, this.parts.agenda.now);
    if (job) this.setOut(worker, job);
  }

  private setOut(worker: Worker<Of>, job: Of): void {
    const { agenda, dice, policy, setOut } = this.parts;
    const at = this.positionOf(worker);
    const minutes = roadMinutes(minutesBetween(at, job.location, policy), dice('traffic', job.ticketId, job.number, worker.expert.id));
    Object.assign(worker, { at, jobs: worker.jobs.filter((other) => other !== job), doing: { job, leftAt: agenda.now, roadMinutes: minutes, arrivedAt: null } });
    setOut(job);
    agenda.at(Math.max(agenda.now + minutes * MINUTE, job.notBefore), () => worker.doing?.job === job && this.arrive(worker, job));
  }

  private arrive(worker: Worker<Of>, job: Of): void {
    const { agenda, dice, arrived } = this.parts;
    worker.doing!.arrivedAt = agenda.now;
    arrived(job);
    const { minutes, outcome } = workOf(dice, job);
    agenda.at(agenda.now + minutes * MINUTE, () => {
      this.parts.ended(job, this.finish(worker, outcome));
      this.look(worker.expert.id);
    });
  }

  private finish(worker: Worker<Of>, outcome: Visit['outcome']): Visit {
    const { job, leftAt, arrivedAt, roadMinutes: planned } = worker.doing!;
    const { agenda: { now }, policy } = this.parts;
    const share = arrivedAt === null && planned > 0 ? Math.min(1, (now - leftAt) / (planned * MINUTE)) : 1;
    const visit: Visit = {
      expertId: worker.expert.id, skilled: job.skilled, from: worker.at, to: job.location, leftAt, arrivedAt, endedAt: now,
      roadMinutes: Math.round(planned * share), km: roadKm(worker.at, job.location, policy) * share, outcome,
    };
    Object.assign(worker, { doing: null, at: job.location, lastAt: visit.endedAt });
    return visit;
  }

  /** Every day begins at home. */
  private positionOf({ expert, at, lastAt }: Worker<Of>): Point {
    return Math.floor(lastAt / DAY) === Math.floor(this.parts.agenda.now / DAY) ? at : expert.home;
  }

  private worker = (expertId: string): Worker<Of> => this.workers.get(expertId)!;
}
