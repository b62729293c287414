import type { Waiting, Window } from '../dispatchCore.ts';
import type { Demand } from '../world/demand.ts';
import { newLife, type Assignment, type Bucket, type Life } from './log.ts';

/** As the real life cycle has them; NO_EXPERT: tried again when somebody is freed, GIVEN_UP: a person decides. */
export type CaseState = 'WAITING' | 'NO_EXPERT' | 'GIVEN_UP' | 'OFFERED' | 'ACCEPTED' | 'EN_ROUTE' | 'ON_SITE' | 'ON_HOLD' | 'OVER';

/** A ticket on its way through the day. */
export type Case = {
  life: Life;
  state: CaseState;
  /** Of the visit that is to be made; 1 is the first. */
  visitNumber: number;
  windows: Window[];
  coolDowns: { expertId: string; until: Date }[];
  assignment: Assignment | null;
};

export const newCase = (demand: Demand): Case => ({ life: newLife(demand), state: 'WAITING', visitNumber: 1, windows: demand.windows, coolDowns: [], assignment: null });

export function waitingOf({ life: { demand }, windows, coolDowns }: Case, servedBy: string[]): Waiting {
  const { id, priority, customer, product, arriveBy } = demand;
  return {
    ticketId: id, priority, territoryId: customer.territoryId, location: customer.location, windows, visitMinutes: product.visitMinutes,
    requiredSkills: product.needs.map(({ skill, level }) => ({ skillId: skill.id, level })), coolDowns, servedBy, arriveBy: new Date(arriveBy),
  };
}

/** As the dispatch code has it: the most urgent first, then whose target comes first. */
export const byUrgency = ({ life: { demand: a } }: Case, { life: { demand: b } }: Case): number =>
  a.priority.localeCompare(b.priority) || a.arriveBy - b.arriveBy || (a.id < b.id ? -1 : 1);

export const isUnassigned = ({ state }: Case): boolean => ['WAITING', 'NO_EXPERT', 'GIVEN_UP', 'OFFERED', 'ON_HOLD'].includes(state);

/** Where the ticket is when the simulation ends. Whoever is over has said so themselves. */
export const bucketOf = ({ state, life }: Case): Bucket => (state === 'OVER' ? life.bucket : endings[state]);

const endings: Record<Exclude<CaseState, 'OVER'>, Bucket> = {
  WAITING: 'WAITING', OFFERED: 'WAITING', NO_EXPERT: 'NEEDS_PERSON', GIVEN_UP: 'NEEDS_PERSON', ACCEPTED: 'BOOKED', EN_ROUTE: 'BOOKED', ON_SITE: 'BOOKED', ON_HOLD: 'ON_HOLD',
};
