import { normalText } from './normalText.ts';

const breaking = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** A text that comes from elsewhere, for a place of one line (a mail's subject): what breaks or turns the line becomes a space. */
export const oneLine = (text: string): string => normalText(text.replace(breaking, ' '));
