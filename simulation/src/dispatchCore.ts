import { decideBatch } from '../../subgraphs/ticket/src/domain/dispatch/decideBatch.ts';
import { decideDispatch } from '../../subgraphs/ticket/src/domain/dispatch/decideDispatch.ts';
import { greatCircleKm, travelMinutes } from '../../subgraphs/ticket/src/domain/dispatch/travel.ts';
import type { Booking, Candidate, DispatchDecision, DispatchPolicy, DispatchRequest, Point, RosterExpert, Slot } from '../../subgraphs/ticket/src/domain/dispatch/types.ts';
import { slaOf } from '../../subgraphs/ticket/src/domain/sla.ts';
import type { Priority, Window } from '../../subgraphs/ticket/src/domain/ticket.ts';
import { servicePolicy } from '../../subgraphs/ticket/src/testing/servicePolicy.ts';

// The only file of the simulation that knows the dispatch code.
export type { Booking, DispatchPolicy, Point, Priority, Slot, Window };

/** What does not change about an expert in the course of a day. */
export type Standing = Omit<RosterExpert, 'bookings' | 'idleSince' | 'recentRefusals'>;
export type ExpertNow = RosterExpert;
export type Waiting = Omit<DispatchRequest, 'excludedExpertIds'>;

export type Question = { experts: ExpertNow[]; waiting: Waiting[]; policy: DispatchPolicy; now: Date };
export type Choice = { expertId: string; slot: Slot; penalty: number };
/** An answer for each of those who wait, in their order, who are the most urgent first; null: nobody can come. */
export type Matching = (question: Question) => (Choice | null)[];

/** By the service policy that comes with the system. */
export const arriveByOf = (ticket: { priority: Priority; createdAt: Date; windows: Window[]; planArriveMinutes: number }): Date =>
  slaOf(servicePolicy, { ...ticket, slaPauses: [] }).arriveBy;

export const minutesBetween = (from: Point, to: Point, policy: DispatchPolicy): number => travelMinutes(from, to, policy);
export const roadKm = (from: Point, to: Point, policy: DispatchPolicy): number => greatCircleKm(from, to) * policy.detourFactor;

export const together: Matching = ({ experts, waiting, policy, now }) =>
  decideBatch({ experts, requests: waiting.map(requestOf), policy, now }).map(({ chosen }) => chosen && choiceOf(chosen));

/** So many at a time; each group sees what those before it took. */
const grouped = (size: number, choose: Matching): Matching => (question) => {
  const experts = new Map(question.experts.map((expert) => [expert.id, expert]));
  return Array.from({ length: Math.ceil(question.waiting.length / size) }, (_, n) => question.waiting.slice(n * size, (n + 1) * size)).flatMap((waiting) => {
    const choices = choose({ ...question, experts: [...experts.values()], waiting });
    choices.forEach((choice, n) => choice && experts.set(choice.expertId, booked(experts.get(choice.expertId)!, choice, waiting[n]!)));
    return choices;
  });
};

const booked = (expert: ExpertNow, { slot }: Choice, { location }: Waiting): ExpertNow => ({ ...expert, bookings: [...expert.bookings, { ...slot, location }] });

export const inTurns = (size: number): Matching => grouped(size, together);

const oneByOne = (prefer: (decision: DispatchDecision) => Candidate | null): Matching =>
  grouped(1, ({ experts, waiting: [one], policy, now }) => {
    const best = prefer(decideDispatch({ experts, request: requestOf(one!), policy, now }));
    return [best && choiceOf(best)];
  });

export const greedy: Matching = oneByOne(({ chosen }) => chosen);

/** What many desks do: whoever has the shortest way, the rules kept. */
export const nearest: Matching = oneByOne(({ chosen, runnersUp }) => chosen && runnersUp.reduce<Candidate>((a, b) => (isNearer(b, a) ? b : a), chosen));

function isNearer(a: Candidate, b: Candidate): boolean {
  const order = a.slot.travelMinutes - b.slot.travelMinutes || +a.slot.startsAt - +b.slot.startsAt;
  return order < 0 || (order === 0 && a.expertId < b.expertId);
}

const requestOf = (waiting: Waiting): DispatchRequest => ({ ...waiting, excludedExpertIds: [] });
const choiceOf = ({ expertId, slot, totalPenalty }: Candidate): Choice => ({ expertId, slot, penalty: totalPenalty });
