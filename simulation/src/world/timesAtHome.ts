import type { Window } from '../dispatchCore.ts';
import { DAY, HOUR } from './calendar.ts';

export type Wish = { createdAt: number; urgent: boolean; chance: (what: string) => number };

const MORNING = [8, 12] as const;
const AFTERNOON = [12, 17] as const;
const EVENING = [16, 20] as const;
/** One of nine is at home only after work, when few experts are. */
const blocks = [MORNING, MORNING, MORNING, MORNING, AFTERNOON, AFTERNOON, AFTERNOON, AFTERNOON, EVENING];
const SOON = 3 * HOUR;

/** When the customer is at home: mostly half a day, today or tomorrow; no window: at any time. */
export function timesAtHome({ createdAt, urgent, chance }: Wish): Window[] {
  const today = createdAt - (createdAt % DAY);
  const when = chance('at home');
  if (urgent || when < 0.15) return restOfDay(createdAt, today + (urgent ? 20 : 17) * HOUR) ?? halfDay(today + DAY, 0);
  if (when < 0.3) return [];
  if (when < 0.55) return laterToday(createdAt, today, chance('block')) ?? halfDay(today + DAY, chance('block'));
  if (when < 0.85) return halfDay(today + DAY, chance('block'));
  return [...halfDay(today + DAY, chance('block')), ...halfDay(today + 2 * DAY, chance('other block'))];
}

/** Another half day, agreed on the phone. */
export const anotherTime = (now: number, chance: number): Window[] => halfDay(now - (now % DAY) + DAY, chance);

const restOfDay = (createdAt: number, end: number): Window[] | null => (createdAt + SOON <= end ? [window(createdAt, end)] : null);

function laterToday(createdAt: number, today: number, chance: number): Window[] | null {
  const possible = blocks.filter(([, end]) => today + end * HOUR >= createdAt + SOON);
  const chosen = possible[Math.floor(chance * possible.length)];
  return chosen ? [window(Math.max(createdAt, today + chosen[0] * HOUR), today + chosen[1] * HOUR)] : null;
}

function halfDay(day: number, chance: number): Window[] {
  const [from, until] = blocks[Math.floor(chance * blocks.length)]!;
  return [window(day + from * HOUR, day + until * HOUR)];
}

const window = (start: number, end: number): Window => ({ start: new Date(start), end: new Date(end) });
