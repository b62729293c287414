import { readLine } from '@sysops-squad/chassis/text/readText';
import type { Reading } from '@sysops-squad/chassis/text/reading';

export { readAll, type Reading } from '@sysops-squad/chassis/text/reading';
export { readCountry } from '@sysops-squad/chassis/text/readCountry';
export { readEmail } from '@sysops-squad/chassis/text/readEmail';
export { readPhone } from '@sysops-squad/chassis/text/readPhone';

/** A name or a line of an address. */
export const readText = (text: string, field: string, maximum: number): Reading<string> => readLine(text, field, { maximum });
