import type { BrokenRule, Rule } from './types.ts';

const words: Record<Rule, [one: string, many: string]> = {
  SKILL_MISSING: ['lacks the skill', 'lack the skill'],
  SKILL_LEVEL: ['has too low a level', 'have too low a level'],
  SKILL_EXPIRED: ['has an expired skill', 'have an expired skill'],
  OVERLAP: ['is booked', 'are booked'],
  TIME_OFF: ['is on leave', 'are on leave'],
  OFF_SHIFT: ['does not work then', 'do not work then'],
  TRAVEL_TOO_FAR: ['is too far away', 'are too far away'],
  DAILY_CAP: ['has a full day', 'have a full day'],
  OUTSIDE_WINDOW: ['cannot come in time', 'cannot come in time'],
  COOL_DOWN: ['has refused or not answered', 'have refused or not answered'],
  TERRITORY: ['serves another territory', 'serve another territory'],
  INACTIVE: ['is inactive', 'are inactive'],
  EXCLUDED: ['is excluded', 'are excluded'],
};

/** For a person, the most frequent reason first: "14 lack the skill, 3 are booked, 2 are on leave". */
export function summaryOf(rejected: readonly Pick<BrokenRule, 'rule'>[]): string {
  const counts = Map.groupBy(rejected, ({ rule }) => rule);
  const parts = [...counts].map(([rule, { length }]) => ({ length, text: `${length} ${words[rule][length === 1 ? 0 : 1]}` }));
  return parts.sort((a, b) => b.length - a.length || (a.text < b.text ? -1 : 1)).map(({ text }) => text).join(', ') || 'nobody serves this place';
}
