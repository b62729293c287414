import { DAY } from '../../../simulation/src/world/calendar.ts';
import { demandFor, type Business } from './businesses.ts';
import { openDesk, type Desk } from './desk.ts';
import { timed, type Repetition } from './timing.ts';

export type TurnBench = {
  /** One ticket a turn. */
  single: (turns: number) => Promise<Repetition>;
  /** As many tickets a turn as the workflow takes in a spike. */
  batch: (turns: number) => Promise<Repetition>;
  /** One ticket, by a process that has not read the roster yet. */
  cold: (turns: number) => Promise<Repetition>;
  close: () => Promise<void>;
};

export const TOGETHER = 24;
/** Territories are served in turn, as they would be; few, so that each is warm. */
const SERVED = ['ter_000001', 'ter_000002', 'ter_000004', 'ter_000005'];

/** Whole turns on a real database: wait, lock, load, decide, write offer and attempt, commit. */
export async function turnBench({ world }: Business, today: number): Promise<TurnBench> {
  const desk = await openDesk(world);
  // Windows from tomorrow on, whatever the hour of the bench.
  const demand = demandFor(world, today + DAY, 20_000).filter(({ customer }) => SERVED.includes(customer.territoryId));
  const byTerritory = Map.groupBy(demand, ({ customer }) => customer.territoryId);
  const waitIn = async (territoryId: string, count: number) => {
    for (const one of byTerritory.get(territoryId)!.splice(0, count)) await desk.wait(one);
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
  await repeat(TOGETHER, () => undefined)(SERVED.length);
  await desk.analyze();
  return { single: repeat(1, () => undefined), batch: repeat(TOGETHER, () => undefined), cold: repeat(1, ({ forgetRoster }) => forgetRoster()), close: desk.close };
}
