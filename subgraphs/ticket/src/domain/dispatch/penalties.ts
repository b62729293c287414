import { windowsOf } from './earliestSlot.ts';
import { MINUTE, type DispatchPolicy, type DispatchRequest, type RosterExpert, type Slot, type Term } from './types.ts';

export type Scored = { expert: RosterExpert; slot: Slot; request: DispatchRequest; policy: DispatchPolicy; now: Date };

/** One reason why a candidate is worse, in whole minutes; 0: no reason. It knows no other candidate, so that one more never makes it worse. */
type Penalty = { name: string; minutes: (scored: Scored) => number };

const IDLE_COUNTS_FOR_MINUTES = 30;

/** Lower is better. A new consideration is a new line. */
const penalties: readonly Penalty[] = [
  { name: 'travel', minutes: ({ slot }) => slot.travelMinutes },
  { name: 'wait', minutes: (scored) => Math.floor(waitMinutes(scored) / 4) },
  { name: 'idle', minutes: ({ expert, now }) => (expert.idleSince ? Math.max(0, IDLE_COUNTS_FOR_MINUTES - idleHours(expert.idleSince, now)) : 0) },
];

export const penaltyTerms = (scored: Scored): Term[] => penalties.map(({ name, minutes }) => ({ name, minutes: minutes(scored) }));

/** From the first moment at which the customer could have been visited. */
function waitMinutes({ slot, request, now }: Scored): number {
  const first = windowsOf(request, now)[0]?.from ?? +now;
  return Math.max(0, Math.floor((+slot.startsAt - first) / MINUTE));
}

const idleHours = (since: Date, now: Date): number => Math.max(0, Math.floor((+now - +since) / (60 * MINUTE)));
