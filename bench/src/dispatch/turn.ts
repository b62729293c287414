import { DAY } from '../../../simulation/src/world/calendar.ts';
import type { Demand } from '../../../simulation/src/world/demand.ts';
import { demandFor, type Business } from './businesses.ts';
import { openDesk, type Desk } from './desk.ts';
import { timed, type Repetition } from './timing.ts';

export type TurnBench = {
  /** First tickets everywhere, after which the planner knows what the tables look like. */
  warmUp: () => Promise<void>;
  /** One ticket a turn. */
  single: (turns: number) => Promise<Repetition>;
  /** As many tickets a turn as the workflow takes in a spike. */
  batch: (turns: number) => Promise<Repetition>;
  /** One ticket, by a process that has not read the roster yet. */
  cold: (turns: number) => Promise<Repetition>;
  close: () => Promise<void>;
};

export const TOGETHER = 24;
const DRAWN_AT_ONCE = 300;
/** Territories are served in turn, as they would be; few, so that each is warm. */
const SERVED = ['ter_000001', 'ter_000002', 'ter_000004', 'ter_000005'];

/** Whole turns on a real database: wait, lock, load, decide, write offer and attempt, commit. */
export async function turnBench({ world }: Business, today: number): Promise<TurnBench> {
  const desk = await openDesk(world);
  const askedIn = asking(world, today + DAY);
  const waitIn = async (territoryId: string, count: number) => {
    for (let n = 0; n < count; n += 1) await desk.wait(askedIn(territoryId));
  };
  const repeat = (limit: number, before: (desk: Desk) => void) => async (turns: number): Promise<Repetition> => {
    const repetition: Repetition = { milliseconds: [], decisions: 0 };
    for (let n = 0; n < turns; n += 1) {
      const territoryId = SERVED[n % SERVED.length]!;
      await waitIn(territoryId, limit);
      before(desk);
      repetition.milliseconds.push(await timed(async () => (repetition.decisions += await desk.turn(territoryId, limit))));
    }
    if (repetition.decisions !== turns * limit) throw new Error(`${repetition.decisions} decisions in ${turns} turns of ${limit}`);
    return repetition;
  };
  const batch = repeat(TOGETHER, () => undefined);
  const warmUp = async () => {
    await batch(SERVED.length);
    await desk.analyze();
  };
  return { warmUp, batch, single: repeat(1, () => undefined), cold: repeat(1, ({ forgetRoster }) => forgetRoster()), close: desk.close };
}

/** The next ticket of a territory, with windows from that day on: tomorrow, whatever the hour of the bench. */
function asking(world: Business['world'], day: number): (territoryId: string) => Demand {
  const left = new Map(SERVED.map((territoryId): [string, Demand[]] => [territoryId, []]));
  let seed = 0;
  return (territoryId) => {
    while (left.get(territoryId)!.length === 0) {
      for (const one of demandFor(world, day, DRAWN_AT_ONCE, (seed += 1))) left.get(one.customer.territoryId)?.push(one);
    }
    return left.get(territoryId)!.shift()!;
  };
}
