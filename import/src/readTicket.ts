import { holdsCardNumber } from '@sysops-squad/chassis/cardNumbers/cardNumbers';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import type { Column, Row } from './columns.ts';
import { readTime, type TimeFormat } from './readTime.ts';

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

class Unreadable extends Error {}

const refuse = (reason: string): never => {
  throw new Unreadable(reason);
};

/** What a row is read with, the same for all rows of a file. */
export type RowFormat = TimeFormat & { /** ISO time for rows without any: the latest of the file, so that a repetition gives the same. */ exportedAt: string };

function textOf(row: Row, column: Column, maximum: number): string | null {
  const text = row[column]?.trim() ?? '';
  if (text.includes('\0') || !text.isWellFormed()) refuse(`${column} holds a character that cannot be stored`);
  if (text.length > maximum) refuse(`${column} has ${text.length} characters; at most ${maximum} are kept`);
  return text === '' ? null : text;
}

const needed = (row: Row, column: Column, maximum: number): string => textOf(row, column, maximum) ?? refuse(`${column} is empty`);

const timeColumns = ['createdAt', 'respondedAt', 'resolvedAt'] as const;

function timeOf(row: Row, column: (typeof timeColumns)[number], format: TimeFormat, warnings: string[]): string | null {
  const text = textOf(row, column, 40);
  if (text === null) return null;
  const time = readTime(text, format);
  if ('refused' in time) return refuse(`${column} "${text}" ${time.refused}`);
  if (time.warning) warnings.push(`${column}: ${time.warning}`);
  return time.at;
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
  const email = needed(row, 'customerEmail', 254);
  return normalEmail(email) ?? refuse(`customerEmail ${email} is not an e-mail address that can be used`);
}

function descriptionOf(row: Row, productName: string): string {
  const text = [textOf(row, 'subject', 500), textOf(row, 'description', 4_000)].filter((part) => part !== null).join('\n\n');
  return text === '' ? refuse('description and subject are both empty') : text.replaceAll('{product_purchased}', productName);
}

function readOrRefuse(row: Row, format: RowFormat): { ticket: ImportedTicket; warnings: string[] } {
  const productName = needed(row, 'product', 200);
  const warnings: string[] = [];
  const [created = null, respondedAt = null, resolvedAt = null] = timeColumns.map((column) => timeOf(row, column, format, warnings));
  const earliest = [created, respondedAt, resolvedAt].filter((time) => time !== null).sort()[0];
  const status = known(statuses, needed(row, 'status', 100), 'status');
  const email = emailOf(row);
  if (respondedAt && resolvedAt && respondedAt > resolvedAt) warnings.push('first response is later than the resolution: both kept as they are');
  if (!earliest) warnings.push(`no time at all: created is set to the latest time of the file, ${format.exportedAt}`);
  if (status === 'CLOSED' && !resolvedAt) warnings.push('closed without a time of resolution');
  const ticket: ImportedTicket = {
    externalId: needed(row, 'externalId', 100),
    customer: { externalId: email, name: needed(row, 'customerName', 200), email, phone: textOf(row, 'customerPhone', 20) },
    productName,
    description: descriptionOf(row, productName),
    priority: known(priorities, needed(row, 'priority', 100), 'priority'),
    status,
    createdAt: earliest ?? format.exportedAt,
    respondedAt,
    resolvedAt,
    resolution: textOf(row, 'resolution', 5_000),
    rating: ratingOf(row),
  };
  if ([ticket.description, ticket.resolution ?? ''].some(holdsCardNumber)) warnings.push('holds a card number, which is masked');
  return { ticket, warnings };
}

/** One row of the export as a ticket of ours, or why it is refused. A ticket is created at the earliest time that the row has. */
export function readTicket(row: Row, format: RowFormat): Reading {
  try {
    return readOrRefuse(row, format);
  } catch (error) {
    if (error instanceof Unreadable) return { refused: error.message };
    throw error;
  }
}

/** All texts of a file that say a time. */
export const timesIn = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => timeColumns.flatMap((column) => row[column]?.trim() || []));

/** The latest time that can be read; the epoch when there is none. */
export function latestTime(texts: readonly string[], format: TimeFormat): string {
  return texts.reduce((latest, text) => {
    const time = readTime(text, format);
    return 'at' in time && time.at > latest ? time.at : latest;
  }, new Date(0).toISOString());
}
