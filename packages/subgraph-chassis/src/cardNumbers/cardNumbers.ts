import { digitChains, type DigitGroup } from './digitGroups.ts';
import { isCardNumber } from './isCardNumber.ts';

/** A card number in a text: where it begins and ends, in UTF-16 code units, and its last four digits. */
export type CardNumber = { start: number; end: number; lastFour: string };

const [shortest, longest] = [14, 19];
const commonLengths = [16, 15];
const lengths = [...commonLengths, 19, 18, 17, 14];
/** Digits of a run that is searched for a number within it; a longer one is data, and searching it would cost more than it weighs. */
const longestRun = 64;
/** Ids that are made of digits in part: UUIDs, hashes. */
const ids = /(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=\d*[a-f])[0-9a-f]{24,})(?![0-9a-z])/gi;
/** Labels of numbers of devices; an IMEI passes the Luhn test as well. */
const deviceLabel = /(?:\b(?:imei(?:sv)?|iccid|s\/?n)|serial|serien)[\p{L} ]{0,12}[.:#\s]{0,4}$/iu;
/** A run of 16 or more digits that begins like this is a time: Unix time in µs or ns, or a date of this century. */
const time = /^(?:(?:1[4-9]|2[01])\d{14}(?:\d{3})?$|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))/;
/** ICCIDs of SIM cards. */
const simCard = /^89\d{17,18}$/;

export const holdsCardNumber = (text: string): boolean => findCardNumbers(text).length > 0;

/** Each card number becomes `[card number ending 1234 removed]`. */
export function maskCardNumbers(text: string): string {
  return findCardNumbers(text).reduceRight(
    (masked, { start, end, lastFour }) => `${masked.slice(0, start)}[card number ending ${lastFour} removed]${masked.slice(end)}`,
    text,
  );
}

/**
 * The card numbers in a text that people wrote: in one run or in groups, with any separators, also with an expiry date, a security code,
 * letters or other digits beside them. Times, UUIDs, telephone numbers, IMEIs and serial numbers are not card numbers.
 */
export function findCardNumbers(text: string): CardNumber[] {
  if (!/(?:\p{Nd}\P{Nd}{0,3}){14}/u.test(text)) return [];
  const withoutIds = text.replace(ids, (id) => ' '.repeat(id.length));
  return digitChains(withoutIds).flatMap((chain) => inChain(chain, withoutIds));
}

function inChain(chain: readonly DigitGroup[], text: string): CardNumber[] {
  const found: CardNumber[] = [];
  const before = text.slice(Math.max(0, chain[0]!.start - 40), chain[0]!.start);
  const isLabelled = before.endsWith('+') || deviceLabel.test(before);
  for (let first = isLabelled ? 1 : 0; first < chain.length; first += 1) {
    const match = inGroup(chain[first]!, text) ?? acrossGroups(chain, first);
    if (!match) continue;
    found.push(match);
    while (chain[first + 1] && chain[first + 1]!.start < match.end) first += 1;
  }
  return found;
}

/** The whole run, or in a longer one its beginning, its end, or anything between. */
function inGroup(group: DigitGroup, text: string): CardNumber | undefined {
  const { digits } = group;
  if (digits.length < shortest || isPartOfId(text, group)) return undefined;
  if (digits.length <= longest && isCardNumber(digits)) return partOf(group, 0, digits.length);
  if (digits.length <= 16 || digits.length > longestRun || time.test(digits) || simCard.test(digits)) return undefined;
  for (let from = 0; from + shortest <= digits.length; from += 1)
    for (const length of from === 0 ? lengths : commonLengths) {
      const part = digits.slice(from, from + length);
      if (part.length === length && isCardNumber(part)) return partOf(group, from, length);
    }
  return undefined;
}

function partOf({ digits, start, end }: DigitGroup, from: number, length: number): CardNumber {
  const unitsPerDigit = (end - start) / digits.length;
  const [begin, stop] = [start + from * unitsPerDigit, start + (from + length) * unitsPerDigit];
  return { start: begin, end: stop, lastFour: digits.slice(from + length - 4, from + length) };
}

/** A serial number or key changes between letters and digits again and again. */
function isPartOfId(text: string, { start, end }: DigitGroup): boolean {
  const before = /[\p{L}\p{Nd}]*$/u.exec(text.slice(Math.max(0, start - 40), start))![0];
  const after = /^[\p{L}\p{Nd}]*/u.exec(text.slice(end, end + 40))![0];
  return /\p{Nd}/u.test(before) || (after.match(/\p{Nd}+/gu) ?? []).length > 2;
}

/** Groups as people write them: four by four, as printed on other cards, in pairs or one by one. */
function acrossGroups(chain: readonly DigitGroup[], first: number): CardNumber | undefined {
  let digits = '';
  for (let last = first; last < chain.length && digits.length <= longest; last += 1) {
    digits += chain[last]!.digits;
    if (last === first || digits.length < shortest) continue;
    if (isGrouping(chain.slice(first, last + 1), first === 0) && isCardNumber(digits))
      return { start: chain[first]!.start, end: chain[last]!.end, lastFour: digits.slice(-4) };
  }
  return undefined;
}

function isGrouping(groups: readonly DigitGroup[], beginsChain: boolean): boolean {
  const sizes = groups.map(({ digits }) => digits.length);
  const allButLast = sizes.slice(0, -1);
  if (groups.length <= 5) return allButLast.every((size) => size >= 4);
  // In pairs or one by one: only where the chain begins, or a list of small numbers would be searched at every place.
  return beginsChain && allButLast.every((size) => size === sizes[0]) && sizes[0]! <= 2;
}
