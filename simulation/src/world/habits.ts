import type { Dice } from '../dice.ts';
import { MINUTE } from './calendar.ts';

/** How people behave on the simulated day. */
export const habits = {
  refuses: 0.1,
  /** Does not look at the phone while the offer is open. */
  overlooks: 0.03,
  nobodyHome: 0.03,
  fixedBySkilled: 0.92,
  /** Some faults go away whoever comes. */
  fixedByUnskilled: 0.2,
  waitsForCustomer: 15 * MINUTE,
} as const;

export type Answer = { kind: 'ACCEPTS' | 'REFUSES' | 'OVERLOOKS'; after: number };

/** Most answer within a minute; whoever takes longer than the offer is open has let it expire. */
export function answerOf(dice: Dice, ...offer: (string | number)[]): Answer {
  const chance = dice('answers', ...offer);
  const after = 20_000 + Math.round(-Math.log(1 - dice('answers after', ...offer)) * 45_000);
  if (chance < habits.refuses) return { kind: 'REFUSES', after };
  return { kind: chance < habits.refuses + habits.overlooks ? 'OVERLOOKS' : 'ACCEPTS', after };
}

/** Traffic: between a tenth faster and a quarter slower than planned. */
export const roadMinutes = (planned: number, chance: number): number => Math.ceil(planned * (0.9 + 0.35 * chance));

export type Work = { minutes: number; outcome: 'FIXED' | 'FOLLOW_UP' | 'NO_ENTRY' };

/** What happens at the door depends on the ticket and on whether the right expert stands there, not on who it is. */
export function workOf(dice: Dice, visit: { ticketId: string; number: number; visitMinutes: number; skilled: boolean }): Work {
  const about = [visit.ticketId, visit.number];
  if (dice('nobody home', ...about) < habits.nobodyHome) return { minutes: habits.waitsForCustomer / MINUTE, outcome: 'NO_ENTRY' };
  const pace = 0.8 + 0.2 * (dice('pace', ...about) + dice('pace too', ...about)) + (dice('trouble', ...about) < 0.1 ? 0.4 : 0);
  const fixed = dice('fixed', ...about) < (visit.skilled ? habits.fixedBySkilled : habits.fixedByUnskilled);
  return { minutes: Math.round(visit.visitMinutes * pace * (visit.skilled ? 1 : 0.5)), outcome: fixed ? 'FIXED' : 'FOLLOW_UP' };
}
