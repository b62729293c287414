import { usualHabits, type Habits } from './habits.ts';

export type Fate = 'visited' | 'cancelled' | 'left';

const VISITED = 0.25;

/**
 * What becomes of a ticket, by its id: its customer and whichever expert gets it play the same story without having spoken.
 * Usually most are cancelled, at any moment of their lives, which frees the expert at the price of one request; a quarter is visited to the end.
 */
export function fateOf(ticketId: string, { leave }: Pick<Habits, 'leave'> = usualHabits): Fate {
  const hash = [...ticketId].reduce((mixed, letter) => Math.imul(mixed ^ letter.charCodeAt(0), 16_777_619), 0x811c9dc5) >>> 0;
  const draw = hash / 2 ** 32;
  if (draw < VISITED) return 'visited';
  return draw < 1 - leave ? 'cancelled' : 'left';
}
