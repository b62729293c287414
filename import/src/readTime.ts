import { Temporal } from 'temporal-polyfill';

/** Whether 1/2 is the first of February or the second of January; null: the file does not tell. */
export type DateOrder = 'dmy' | 'mdy' | null;
export type TimeFormat = { dateOrder: DateOrder; /** IANA name, for times that say no zone. */ timeZone: string };
export type Time = { at: string; warning: string | null } | { refused: string };

const months = [
  ['jan', 'januar', 'january'], ['feb', 'februar', 'february'], ['mar', 'märz', 'mär', 'mrz', 'march'], ['apr', 'april'],
  ['may', 'mai'], ['jun', 'juni', 'june'], ['jul', 'juli', 'july'], ['aug', 'august'], ['sep', 'sept', 'september'],
  ['oct', 'okt', 'oktober', 'october'], ['nov', 'november'], ['dec', 'dez', 'dezember', 'december'],
];
const clock = String.raw`(?:[T ,]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?<half>[ap]\.?m\.?)?)?\s*(?<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const pattern = (date: string): RegExp => new RegExp(`^${date}${clock}$`, 'iu');
const forms = {
  iso: pattern(String.raw`(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})`),
  dotted: pattern(String.raw`(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.\s?(?<year>\d{4})`),
  slashed: pattern(String.raw`(?<first>\d{1,2})[/-](?<other>\d{1,2})[/-](?<year>\d{4})`),
  dayWord: pattern(String.raw`(?<day>\d{1,2})\.?[ -](?<word>\p{L}{3,9})\.?,?[ -](?<year>\d{4})`),
  wordDay: pattern(String.raw`(?<word>\p{L}{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})`),
};
/** Unix time since September 2001, in seconds or milliseconds. */
const unixTime = /^(?:\d{10}|\d{13})$/;

/** Day and month of all slashed dates together say which is which: one above 12 is a day. Null when none is, or both are. */
export function detectDateOrder(texts: Iterable<string>): DateOrder {
  let [dayFirst, monthFirst] = [false, false];
  for (const text of texts) {
    const { first, other } = forms.slashed.exec(text.trim())?.groups ?? {};
    if (Number(first) > 12) dayFirst = true;
    if (Number(other) > 12) monthFirst = true;
  }
  if (dayFirst === monthFirst) return null;
  return dayFirst ? 'dmy' : 'mdy';
}

/** An instant out of what other systems write; the error says what is wrong and, where there is one, the remedy. */
export function readTime(text: string, format: TimeFormat): Time {
  if (unixTime.test(text)) return { at: new Date(Number(text) * (text.length === 10 ? 1_000 : 1)).toISOString(), warning: null };
  const match = Object.values(forms).map((form) => form.exec(text)).find((each) => each !== null);
  if (!match?.groups) return { refused: 'is not a time that can be read, e.g. 2026-11-22 13:00 or 22.11.2026 13:00' };
  const date = dateOf(match.groups, format.dateOrder);
  if (typeof date === 'string') return { refused: date };
  const local = localTime(date, match.groups);
  return local ? inZone(local, match.groups['zone'], format.timeZone) : { refused: 'is a day or an hour that does not exist' };
}

type Groups = Record<string, string | undefined>;
type PlainDay = { year: number; month: number; day: number };

function dateOf({ year, month, day, word, first, other }: Groups, order: DateOrder): PlainDay | string {
  if (first !== undefined) {
    if (order === null && Number(first) <= 12 && Number(other) <= 12 && first !== other)
      return 'may have the day or the month first, and the file does not tell: give --date-order dmy or mdy';
    const isDayFirst = order === 'dmy' || (order === null && Number(first) > 12);
    return { year: Number(year), month: Number(isDayFirst ? other : first), day: Number(isDayFirst ? first : other) };
  }
  const named = word === undefined ? Number(month) : months.findIndex((names) => names.includes(word.toLowerCase())) + 1;
  return named === 0 ? 'has a month that is neither English nor German' : { year: Number(year), month: named, day: Number(day) };
}

function localTime(date: PlainDay, { hour = '0', minute = '0', second = '0', half }: Groups): Temporal.PlainDateTime | null {
  const twelve = half === undefined ? null : half.toLowerCase().startsWith('p');
  const hours = Number(hour);
  if (twelve !== null && (hours < 1 || hours > 12)) return null;
  const time = { hour: twelve === null ? hours : (hours % 12) + (twelve ? 12 : 0), minute: Number(minute), second: Number(second) };
  try {
    return Temporal.PlainDateTime.from({ ...date, ...time }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function inZone(local: Temporal.PlainDateTime, zone: string | undefined, fallback: string): Time {
  const named = zone === undefined ? fallback : /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'UTC';
  try {
    const zoned = local.toZonedDateTime(named);
    const skipped = !zoned.toPlainDateTime().equals(local);
    const warning = skipped ? `${local.toString()} does not exist in ${named}, where clocks change: moved by the hour that is skipped` : null;
    return { at: new Date(zoned.epochMilliseconds).toISOString(), warning };
  } catch {
    return { refused: 'has an offset from UTC that does not exist' };
  }
}
