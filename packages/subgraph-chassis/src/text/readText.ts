import { normalText } from './normalText.ts';
import { refusedAs, type Reading } from './reading.ts';
import { isAtLeast, isAtMost } from './textLength.ts';

/** Control characters, and what turns the direction of the text that follows. */
const notInLines = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const notInProse = /[^\P{Cc}\t\n\r]/u;

export type Limits = { minimum?: number; maximum: number };

const lengthRule = (field: string, minimum: number, maximum: number) =>
  `\`${field}\` must have ${minimum === 0 ? 'at most' : `${minimum} to`} ${maximum.toLocaleString('en')} characters.`;

function read(text: string, field: string, { minimum = 1, maximum }: Limits, refusedCharacters: RegExp): Reading<string> {
  const value = normalText(text);
  if (!isAtLeast(value, minimum) || !isAtMost(value, maximum))
    return refusedAs('INVALID_INPUT', lengthRule(field, minimum, maximum), field);
  if (refusedCharacters.test(value) || !value.isWellFormed())
    return refusedAs('INVALID_INPUT', `\`${field}\` holds a control character; remove it.`, field);
  return { value };
}

/**
 * A name, a title, a subject: one line, in its normal form (see `normalText`). Refuses line breaks, other control characters and
 * characters that turn the direction of writing: such a text is put into mail headers, lists and logs.
 */
export const readLine = (text: string, field: string, limits: Limits): Reading<string> => read(text, field, limits, notInLines);

/** A description, a comment, a reason: as many lines as wanted, in its normal form; tabs are the only other control characters. */
export const readProse = (text: string, field: string, limits: Limits): Reading<string> => read(text, field, limits, notInProse);

/** Absent, null and a text in which nothing can be seen are null. */
export const readOptional = (
  text: string | null | undefined, field: string, maximum: number, readAs: typeof readLine = readLine,
): Reading<string | null> => (text == null || normalText(text) === '' ? { value: null } : readAs(text, field, { maximum }));
