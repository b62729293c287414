// Variation selectors and tag characters belong to the emoji before them, so they are not trimmed from an end.
const leading = /^[\p{White_Space}\p{DI}\u2800]+/v;
const trailing = /^[\p{White_Space}\u2800[\p{DI}--[\uFE00-\uFE0F\u{E0000}-\u{E0FFF}]]]$/v;
const nothingVisible = /^[\p{White_Space}\p{DI}\p{Cc}\u2800]*$/v;

/**
 * The form in which texts are compared and kept: NFC, without white space and invisible characters (zero-width space, byte order mark,
 * direction marks) at either end. Empty when nothing in it can be seen.
 */
export function normalText(text: string): string {
  if (nothingVisible.test(text)) return '';
  const start = leading.exec(text)?.[0].length ?? 0;
  return text.slice(start, text.length - invisibleAtEnd(text)).normalize('NFC');
}

/** From the end, character by character: a search for a run at the end takes quadratic time on long runs in the middle. */
function invisibleAtEnd(text: string): number {
  let at = text.length;
  while (at > 0) {
    const from = at > 1 && isLowSurrogate(text.charCodeAt(at - 1)) ? at - 2 : at - 1;
    if (!trailing.test(text.slice(from, at))) break;
    at = from;
  }
  return text.length - at;
}

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
