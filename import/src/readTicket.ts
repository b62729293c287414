import type { Row } from './columns.ts';

export type Priority = 'P1' | 'P2' | 'P3' | 'P4';
export type ImportedStatus = 'CLOSED' | 'ON_HOLD' | 'NEEDS_ATTENTION';

export type ImportedTicket = {
  externalId: string;
  customer: { externalId: string; name: string; email: string; phone: string | null };
  productName: string;
  description: string;
  priority: Priority;
  status: ImportedStatus;
  createdAt: string;
  respondedAt: string | null;
  resolvedAt: string | null;
  resolution: string | null;
  rating: number | null;
};

export type Reading = { ticket: ImportedTicket; warnings: string[] } | { refused: string };

const priorities: Record<string, Priority> = {
  critical: 'P1', urgent: 'P1', p1: 'P1', high: 'P2', p2: 'P2', medium: 'P3', normal: 'P3', p3: 'P3', low: 'P4', p4: 'P4',
};
const statuses: Record<string, ImportedStatus> = {
  open: 'NEEDS_ATTENTION', new: 'NEEDS_ATTENTION', reopened: 'NEEDS_ATTENTION',
  'pending customer response': 'ON_HOLD', pending: 'ON_HOLD', 'on hold': 'ON_HOLD', waiting: 'ON_HOLD',
  closed: 'CLOSED', resolved: 'CLOSED', solved: 'CLOSED', done: 'CLOSED',
};
const emailPattern = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

class Unreadable extends Error {}

const refuse = (reason: string): never => {
  throw new Unreadable(reason);
};

function textOf(row: Row, column: keyof Row, maximum: number): string | null {
  const text = row[column]?.trim() ?? '';
  if (text.length > maximum) refuse(`${column} has ${text.length} characters; at most ${maximum} are kept`);
  return text === '' ? null : text;
}

const needed = (row: Row, column: keyof Row, maximum: number): string => textOf(row, column, maximum) ?? refuse(`${column} is empty`);

/** Times without a zone are taken as UTC. */
function timeOf(row: Row, column: keyof Row): string | null {
  const text = textOf(row, column, 40);
  if (text === null) return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const time = new Date(zoned);
  return Number.isNaN(time.getTime()) ? refuse(`${column} is not a time: ${text}`) : time.toISOString();
}

const known = <Value>(words: Record<string, Value>, word: string, column: string): Value =>
  words[word.toLowerCase()] ?? refuse(`${column} ${word} is not one of ${Object.keys(words).join(', ')}`);

function ratingOf(row: Row): number | null {
  const text = textOf(row, 'rating', 10);
  if (text === null) return null;
  const rating = Number(text);
  return Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : refuse(`rating ${text} is not a whole number from 1 to 5`);
}

function emailOf(row: Row): string {
  const email = needed(row, 'customerEmail', 254).toLowerCase();
  return emailPattern.test(email) ? email : refuse(`customerEmail ${email} is not an e-mail address`);
}

function descriptionOf(row: Row, productName: string): string {
  const text = [textOf(row, 'subject', 500), textOf(row, 'description', 4_000)].filter((part) => part !== null).join('\n\n');
  return text === '' ? refuse('description and subject are both empty') : text.replaceAll('{product_purchased}', productName);
}

function readOrRefuse(row: Row, exportedAt: string): { ticket: ImportedTicket; warnings: string[] } {
  const productName = needed(row, 'product', 200);
  const [created, respondedAt, resolvedAt] = [timeOf(row, 'createdAt'), timeOf(row, 'respondedAt'), timeOf(row, 'resolvedAt')];
  const earliest = [created, respondedAt, resolvedAt].filter((time) => time !== null).sort()[0];
  const status = known(statuses, needed(row, 'status', 100), 'status');
  const email = emailOf(row);
  const warnings: string[] = [];
  if (respondedAt && resolvedAt && respondedAt > resolvedAt) warnings.push('first response is later than the resolution: both kept as they are');
  if (!earliest) warnings.push(`no time at all: created is set to the latest time of the file, ${exportedAt}`);
  if (status === 'CLOSED' && !resolvedAt) warnings.push('closed without a time of resolution');
  const ticket: ImportedTicket = {
    externalId: needed(row, 'externalId', 100),
    customer: { externalId: email, name: needed(row, 'customerName', 200), email, phone: textOf(row, 'customerPhone', 20) },
    productName,
    description: descriptionOf(row, productName),
    priority: known(priorities, needed(row, 'priority', 100), 'priority'),
    status,
    createdAt: earliest ?? exportedAt,
    respondedAt,
    resolvedAt,
    resolution: textOf(row, 'resolution', 5_000),
    rating: ratingOf(row),
  };
  return { ticket, warnings };
}

/**
 * One row of the export as a ticket of ours, or why it is refused.
 * A ticket is taken to be created at the earliest time that the row has.
 * @param exportedAt ISO time for tickets without any: the latest time found in the file, so that a repetition gives the same
 */
export function readTicket(row: Row, exportedAt: string): Reading {
  try {
    return readOrRefuse(row, exportedAt);
  } catch (error) {
    if (error instanceof Unreadable) return { refused: error.message };
    throw error;
  }
}

/** The latest time in the file; the epoch when it has none. */
export function latestTime(rows: Row[]): string {
  const times = rows.flatMap((row) => [row.createdAt, row.respondedAt, row.resolvedAt]).filter((text) => text && !Number.isNaN(Date.parse(text)));
  const latest = times.map((text) => Date.parse(`${text!.replace(' ', 'T')}${/(Z|[+-]\d\d:?\d\d)$/.test(text!) ? '' : 'Z'}`)).filter((time) => !Number.isNaN(time));
  return new Date(latest.reduce((left, right) => Math.max(left, right), 0)).toISOString();
}
