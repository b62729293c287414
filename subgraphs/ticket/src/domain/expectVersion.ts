import { refuse, type Refusal } from './decision.ts';

/** Refuses a save by a person who has not seen the last one. Null where nothing is expected: the last save wins. */
export const expectVersion = (expected: number | null | undefined, present: number): Refusal | null =>
  expected == null || expected === present
    ? null
    : refuse('CONFLICT', `It was changed meanwhile: it is at version ${present}, not ${expected}. Look at it as it is now, then save again.`, 'expectedVersion');
