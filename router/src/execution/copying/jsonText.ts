/**
 * Where JSON values end, in bytes of UTF-8. Each throws `unfit` where something else stands. Narrower than JSON: no blanks within, and only numbers that
 * JavaScript would write in the same way or reads as the same.
 */

/** The answer is not as expected, which says nothing against it. */
export const unfit = new Error('not as expected');

const quotationMark = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const space = 0x20;

const nullText = Buffer.from('null');
const trueText = Buffer.from('true');
const falseText = Buffer.from('false');

function stands(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function textEnd(bytes: Uint8Array, at: number, text: Uint8Array): number {
  if (!stands(bytes, at, text)) throw unfit;
  return at + text.length;
}

export const isNull = (bytes: Uint8Array, at: number): boolean => bytes[at] === nullText[0];
export const nullEnd = (bytes: Uint8Array, at: number): number => textEnd(bytes, at, nullText);
export const booleanEnd = (bytes: Uint8Array, at: number): number => textEnd(bytes, at, bytes[at] === trueText[0] ? trueText : falseText);

export function stringEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quotationMark) throw unfit;
  for (let index = at + 1; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (byte === quotationMark) return index + 1;
    if (byte < space) throw unfit;
    if (byte === backslash) index = escapeEnd(bytes, index) - 1;
  }
  throw unfit;
}

const escape = /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/;

function escapeEnd(bytes: Uint8Array, at: number): number {
  const [escaped] = escape.exec(String.fromCharCode(...bytes.subarray(at, at + 6))) ?? [];
  if (!escaped) throw unfit;
  return at + escaped.length;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine;

function digitsEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(bytes[end])) end += 1;
  if (end === at) throw unfit;
  return end;
}

/** More may not be exact in JavaScript. */
const digitsAtMost = 15;

function wholePartEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === minus ? at + 1 : at;
  const end = digitsEnd(bytes, first);
  if ((bytes[first] === zero && end > first + 1) || end - first > digitsAtMost) throw unfit;
  return end;
}

/** Not of -0, which JavaScript writes without its sign. */
export function integerEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === minus && bytes[at + 1] === zero) throw unfit;
  return wholePartEnd(bytes, at);
}

/** Of a number without an exponent. */
export function numberEnd(bytes: Uint8Array, at: number): number {
  const end = wholePartEnd(bytes, at);
  return bytes[end] === point ? digitsEnd(bytes, end + 1) : end;
}

export const idEnd = (bytes: Uint8Array, at: number): number => (bytes[at] === quotationMark ? stringEnd(bytes, at) : integerEnd(bytes, at));

/** Of a value that is neither object nor list nor null. */
export function scalarEnd(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === quotationMark) return stringEnd(bytes, at);
  return byte === minus || isDigit(byte) ? numberEnd(bytes, at) : booleanEnd(bytes, at);
}

/** Of one of these texts, all of which are in quotation marks. */
export function oneOfEnd(bytes: Uint8Array, at: number, texts: readonly Uint8Array[]): number {
  for (const text of texts) if (bytes[at + 1] === text[1] && stands(bytes, at, text)) return at + text.length;
  throw unfit;
}

const [openBrace, closeBrace, openBracket, closeBracket] = Array.from('{}[]', (character) => character.charCodeAt(0));

/** Where an object or a list ends, provided that it is JSON. */
export function nestedEnd(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let index = at; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === quotationMark) index = stringEnd(bytes, index) - 1;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    if (depth === 0) return index + 1;
  }
  throw unfit;
}

const blanks = new Set(Buffer.from(' \t\r\n'));

/** Only blanks may stand here, to the end. */
export function blankEnd(bytes: Uint8Array, at: number): void {
  for (let index = at; index < bytes.length; index += 1) if (!blanks.has(bytes[index]!)) throw unfit;
}
