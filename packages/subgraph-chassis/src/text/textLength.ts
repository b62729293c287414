const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A family of emoji or a letter with its marks takes several code units; a text has at most so many for each character in the mean. */
const codeUnitsPerCharacter = 4;

/** Characters as people see them: grapheme clusters. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of graphemes.segment(text)) length += 1;
  return length;
}

/** At most so many characters as people see them, and at most four times as many UTF-16 code units. */
export const isAtMost = (text: string, maximum: number): boolean =>
  text.length <= maximum || (text.length <= codeUnitsPerCharacter * maximum && textLength(text) <= maximum);

export const isAtLeast = (text: string, minimum: number): boolean => text.length >= minimum && textLength(text) >= minimum;
