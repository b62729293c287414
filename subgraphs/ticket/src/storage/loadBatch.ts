import type { DispatchInput } from '../domain/dispatch/board.ts';
import { mayCome } from '../domain/dispatch/rules.ts';
import type { DispatchPolicy, DispatchRequest, RosterExpert } from '../domain/dispatch/types.ts';
import { loadBookings, type ExpertState } from './loadBookings.ts';
import type { Sql } from './prisma.ts';
import type { ListedExpert, TerritoryRoster } from './rosterReader.ts';

export type Batch = { input: DispatchInput; /** Of the experts who may come at all. */ states: Map<string, ExpertState> };

type Question = { roster: TerritoryRoster; requests: readonly DispatchRequest[]; policy: DispatchPolicy; now: Date };

/** Everything that decides who comes to these visits. Bookings are read only of experts whom no lasting rule keeps away. */
export async function loadBatch(sql: Sql, { roster, requests, policy, now }: Question): Promise<Batch> {
  const able = roster.experts.filter((expert) => requests.some((request) => mayCome({ ...expert, ...unbooked }, request, policy, now)));
  const states = await loadBookings(sql, able.map(({ id }) => id), policy, now);
  return { input: { experts: withStates(roster.experts, states), requests, policy, now }, states };
}

const unbooked = { bookings: [], idleSince: null, recentRefusals: 0 };

export const withStates = (experts: readonly ListedExpert[], states: ReadonlyMap<string, Omit<ExpertState, 'offerIds'>>): RosterExpert[] =>
  experts.map((expert) => {
    const { bookings, idleSince, recentRefusals } = states.get(expert.id) ?? unbooked;
    return { ...expert, bookings, idleSince, recentRefusals };
  });
