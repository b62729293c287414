import { HOUR, MINUTE, SECOND } from './calendar.ts';

/** Tickets that come on top of the day's own, evenly between two times of the measured day. `share`: as many as the whole day has, times that. */
export type Burst = { share: number; from: number; until: number; /** Of one category of products only. */ category?: string; /** Everybody wants somebody before the evening. */ today?: true };
export type Regime = { name: string; what: string; burst: Burst | null };

export const regimes: readonly Regime[] = [
  { name: 'ordinary', what: 'the day as it comes', burst: null },
  { name: 'spike', what: 'three more days of tickets between 8 and 9 in the morning', burst: { share: 3, from: 8 * HOUR, until: 9 * HOUR } },
  { name: 'fault', what: 'a bad update: two more days of tickets for smart homes alone within ten minutes', burst: { share: 2, from: 8 * HOUR, until: 8 * HOUR + 10 * MINUTE, category: 'Smart home' } },
  { name: 'backlog', what: 'three more days of tickets wait at the same moment, and everybody wants somebody before the evening', burst: { share: 3, from: 8 * HOUR, until: 8 * HOUR + SECOND, today: true } },
];
