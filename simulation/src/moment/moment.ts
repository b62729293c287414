import { Board } from '../day/board.ts';
import { byUrgency, newCase, waitingOf } from '../day/case.ts';
import { TOGETHER } from '../day/turns.ts';
import { createDice } from '../dice.ts';
import { greedy, inTurns, together, type Choice, type DispatchPolicy, type Question, type Waiting, type Window } from '../dispatchCore.ts';
import { HOUR, MEASURED_DAY } from '../world/calendar.ts';
import { demandOf } from '../world/demand.ts';
import type { World } from '../world/world.ts';
import { staffs } from './staff.ts';

type Sums = { penalty: number; travelMinutes: number };

/** What matching together saves when so many wait in one territory at the same moment, on an empty morning. */
export type Moment = {
  staff: string;
  /** When the customers are at home. */
  windows: 'today' | 'as usual';
  waiting: number;
  /** Over the mornings on which every way found somebody for equally many: others cannot be compared. */
  mornings: number;
  greedy: Sums;
  /** As the workflow does it, so many at a time. */
  inTurns: Sums;
  together: Sums;
  /** Over all mornings, how many more got somebody than one after the other. */
  moreServed: number;
};

export const WAITING = [4, 8, 16, 32, 64, 96];
const AT = 9 * HOUR;
const NOW = MEASURED_DAY + AT;
/** Hamburg: seventy-five experts, and some of Bremen. */
const TERRITORY = 'ter_000002';

type Wish = { world: World; policy: DispatchPolicy; seeds: readonly number[] };

export function moments({ world, policy, seeds }: Wish, progress: (what: string) => void = () => undefined): Moment[] {
  return staffs.flatMap(({ name: staff, of }) => {
    const experts = new Board(of(world)).expertsOf(TERRITORY, NOW);
    return (['as usual', 'today'] as const).flatMap((windows) => WAITING.map((waiting) => {
      progress(`${waiting} wait, ${windows}, ${staff}`);
      const mornings = seeds.map((seed) => answersTo({ experts, waiting: waitingFor({ world, seed, count: waiting, today: windows === 'today' }), policy, now: new Date(NOW) }));
      return { staff, windows, waiting, ...compared(mornings) };
    }));
  });
}

const ways = { greedy, inTurns: inTurns(TOGETHER), together };
type Answers = Record<keyof typeof ways, Choice[]>;

const answersTo = (question: Question): Answers =>
  Object.fromEntries(Object.entries(ways).map(([name, choose]) => [name, choose(question).filter((choice) => choice !== null)])) as Answers;

function compared(mornings: readonly Answers[]): Omit<Moment, 'staff' | 'windows' | 'waiting'> {
  const alike = mornings.filter((answers) => answers.together.length === answers.greedy.length && answers.inTurns.length === answers.greedy.length);
  const sums = (way: keyof Answers): Sums => {
    const choices = alike.flatMap((answers) => answers[way]);
    return { penalty: choices.reduce((sum, { penalty }) => sum + penalty, 0), travelMinutes: choices.reduce((sum, { slot }) => sum + slot.travelMinutes, 0) };
  };
  const moreServed = mornings.reduce((sum, answers) => sum + answers.together.length - answers.greedy.length, 0);
  return { mornings: alike.length, greedy: sums('greedy'), inTurns: sums('inTurns'), together: sums('together'), moreServed };
}

/** In the order in which dispatch itself would serve them one by one, so that the ways differ in nothing else. */
function waitingFor({ world, seed, count, today }: { world: World; seed: number; count: number; today: boolean }): Waiting[] {
  const burst = { share: 1, from: AT - 1, until: AT };
  const demand = demandOf({ world, dice: createDice(seed), today: MEASURED_DAY, tickets: count * 20, burst });
  const here = demand.filter(({ id, customer }) => id.startsWith('burst') && customer.territoryId === TERRITORY).slice(0, count);
  const cases = here.map((one) => ({ ...newCase(one), ...(today ? { windows: untilEvening } : {}) })).sort(byUrgency);
  return cases.map((one) => waitingOf(one, []));
}

const untilEvening: Window[] = [{ start: new Date(NOW), end: new Date(MEASURED_DAY + 17 * HOUR) }];
