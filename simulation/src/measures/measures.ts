import type { Day } from '../day/day.ts';
import { buckets, type Bucket, type DayLog, type Life } from '../day/log.ts';
import { DAY, HOUR, MINUTE } from '../world/calendar.ts';
import { shiftsOn } from '../world/isAtWork.ts';
import { doubleBookings } from './doubleBookings.ts';
import { mean, percentile } from './spread.ts';

export type Measures = {
  tickets: number;
  travelMinutes: number;
  travelPerVisit: number;
  kilometres: number;
  /** Percent of tickets that were not cancelled: the right expert at the door in time; anybody. */
  slaMet: number;
  anybodyInTime: number;
  offerSecondsP50: number;
  offerSecondsP95: number;
  acceptedMinutesP50: number;
  /** Hours from the ticket to the right expert at the door. */
  arrivalHoursP50: number;
  arrivalHoursP95: number;
  /** Percent of paid shift minutes of the day spent on the road or with customers. */
  utilisation: number;
  wrongExperts: number;
  doubleBookings: number;
  unassignedAtEvening: number;
  neededPerson: number;
  /** Percent of tickets that somebody came for. */
  firstTimeFix: number;
  /** Of the first choice, in minutes; 0 where no penalty is known. */
  penalty: number;
  decisions: number;
  largestBatch: number;
} & Record<Bucket, number>;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

/** Of the tickets of the measured day, whenever their visits were; utilisation is of that day, whosever visits. */
export function measuresOf(day: Day, log: DayLog): Measures {
  const lives = log.lives.filter(({ demand }) => demand.measured);
  const kept = lives.filter(({ bucket }) => bucket !== 'CANCELLED');
  const visits = lives.flatMap((life) => life.visits);
  const roadMinutes = visits.map((visit) => visit.roadMinutes);
  const waits = (of: (life: Life) => number | null, unit: number) => lives.flatMap((life) => of(life) === null ? [] : [(of(life)! - life.demand.createdAt) / unit]);
  const offers = waits(({ firstOfferAt }) => firstOfferAt, 1_000);
  const arrivals = waits((life) => arrivalOf(life, true), HOUR);
  const visited = lives.filter((life) => arrivalOf(life, false) !== null);
  return {
    tickets: lives.length,
    travelMinutes: roadMinutes.reduce((sum, minutes) => sum + minutes, 0),
    travelPerVisit: mean(roadMinutes),
    kilometres: visits.reduce((sum, { km }) => sum + km, 0),
    slaMet: percent(kept.filter((life) => isInTime(life, true)).length, kept.length),
    anybodyInTime: percent(kept.filter((life) => isInTime(life, false)).length, kept.length),
    offerSecondsP50: percentile(offers, 0.5), offerSecondsP95: percentile(offers, 0.95),
    acceptedMinutesP50: percentile(waits(({ acceptedAt }) => acceptedAt, MINUTE), 0.5),
    arrivalHoursP50: percentile(arrivals, 0.5), arrivalHoursP95: percentile(arrivals, 0.95),
    utilisation: utilisationOf(day, log),
    wrongExperts: visits.filter(({ skilled, arrivedAt }) => !skilled && arrivedAt !== null).length,
    doubleBookings: doubleBookings(log.assignments) + log.missedByClash,
    unassignedAtEvening: lives.filter((life) => life.unassignedAtEvening).length,
    neededPerson: lives.filter((life) => life.neededPerson).length,
    firstTimeFix: percent(visited.filter((life) => life.visits[0]!.outcome === 'FIXED').length, visited.length),
    penalty: mean(lives.flatMap((life) => life.penalty ?? [])),
    decisions: log.batchSizes.reduce((sum, size) => sum + size, 0), largestBatch: Math.max(0, ...log.batchSizes),
    ...(Object.fromEntries(buckets.map((name) => [name, lives.filter(({ bucket }) => bucket === name).length])) as Record<Bucket, number>),
  };
}

export const arrivalOf = ({ visits }: Life, skilled: boolean): number | null =>
  visits.find((visit) => visit.arrivedAt !== null && (visit.skilled || !skilled))?.arrivedAt ?? null;

function isInTime(life: Life, skilled: boolean): boolean {
  const arrival = arrivalOf(life, skilled);
  return arrival !== null && arrival <= life.demand.arriveBy;
}

function utilisationOf({ world, today }: Day, { visits }: DayLog): number {
  const paid = world.experts.flatMap((expert) => shiftsOn(expert, today)).reduce((sum, { from, until }) => sum + until - from, 0);
  const within = (from: number, until: number) => Math.max(0, Math.min(until, today + DAY) - Math.max(from, today));
  const busy = visits.reduce((sum, { arrivedAt, endedAt, roadMinutes, leftAt }) =>
    sum + within(leftAt, leftAt + roadMinutes * MINUTE) + (arrivedAt === null ? 0 : within(arrivedAt, endedAt)), 0);
  return percent(busy, paid);
}
