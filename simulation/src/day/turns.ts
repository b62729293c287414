import type { Choice, DispatchPolicy, Matching } from '../dispatchCore.ts';
import { MINUTE } from '../world/calendar.ts';
import type { Agenda } from './agenda.ts';
import type { Board } from './board.ts';
import { byUrgency, waitingOf, type Case } from './case.ts';

export type TurnParts = {
  agenda: Agenda;
  board: Board;
  policy: DispatchPolicy;
  matching: Matching;
  /** So long the first who waits in a territory waits for others; 0: nobody waits. */
  batchMs: number;
  chosen: (one: Case, choice: Choice) => void;
  nobodyFor: (one: Case) => void;
  turnHeld: (size: number) => void;
};

type Queue = { territoryId: string; waiting: Set<Case>; nobody: Set<Case>; turnIsPlanned: boolean; retryIsPlanned: boolean };

const RETRY_AFTER = MINUTE;
/** As the workflow has it (serveTerritory, waiting). */
export const TOGETHER = 24;
const RETRIED_AT_ONCE = 10;

/** Decisions by territory: those who wait are decided on together, those for whom nobody was found again when somebody is freed. */
export class Turns {
  private readonly queues = new Map<string, Queue>();
  private readonly parts: TurnParts;

  constructor(parts: TurnParts) {
    this.parts = parts;
  }

  add(one: Case): void {
    const { agenda, batchMs } = this.parts;
    const queue = this.queueOf(one);
    one.state = 'WAITING';
    queue.waiting.add(one);
    if (queue.turnIsPlanned) return;
    queue.turnIsPlanned = true;
    agenda.at(agenda.now + batchMs, () => {
      queue.turnIsPlanned = false;
      this.hold(queue, [...queue.waiting]);
    });
  }

  drop(one: Case): void {
    const { waiting, nobody } = this.queueOf(one);
    waiting.delete(one);
    nobody.delete(one);
  }

  /** Somebody in the territory of this ticket has time again. */
  freed(by: Case): void {
    const { agenda } = this.parts;
    const queue = this.queueOf(by);
    if (queue.nobody.size === 0 || queue.retryIsPlanned) return;
    queue.retryIsPlanned = true;
    agenda.at(agenda.now + RETRY_AFTER, () => {
      queue.retryIsPlanned = false;
      this.hold(queue, [...queue.waiting, ...[...queue.nobody].sort(byUrgency).slice(0, RETRIED_AT_ONCE)]);
    });
  }

  private hold(queue: Queue, cases: Case[]): void {
    const [inTime = [], tooLate = []] = [true, false].map((wanted) => cases.filter((one) => hasTimeLeft(one, this.parts.agenda.now) === wanted));
    for (const one of tooLate) this.decided(queue, one, null);
    const inOrder = inTime.sort(byUrgency);
    while (inOrder.length > 0) this.decide(queue, inOrder.splice(0, TOGETHER));
  }

  private decide(queue: Queue, group: Case[]): void {
    const { agenda, board, policy, matching, turnHeld } = this.parts;
    turnHeld(group.length);
    const waiting = group.map((one) => waitingOf(one, board.servedBy(one.life.demand.customer.id)));
    const choices = matching({ experts: board.expertsOf(queue.territoryId, agenda.now), waiting, policy, now: new Date(agenda.now) });
    group.forEach((one, index) => this.decided(queue, one, choices[index]!));
  }

  private decided(queue: Queue, one: Case, choice: Choice | null): void {
    const isNews = queue.waiting.has(one);
    this.drop(one);
    if (choice) return this.parts.chosen(one, choice);
    one.state = 'NO_EXPERT';
    queue.nobody.add(one);
    if (isNews) this.parts.nobodyFor(one);
  }

  private queueOf({ life }: Case): Queue {
    const { territoryId } = life.demand.customer;
    const queue = this.queues.get(territoryId) ?? { territoryId, waiting: new Set(), nobody: new Set(), turnIsPlanned: false, retryIsPlanned: false };
    this.queues.set(territoryId, queue);
    return queue;
  }
}

const hasTimeLeft = ({ windows }: Case, now: number): boolean => windows.length === 0 || windows.some(({ end }) => +end > now);
