import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { badUserInput } from './graphqlErrors.ts';

const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const dateTimePattern = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2})T${time}(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$`);
const durationPattern = /^P(?!$)(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/;

const text = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;

const scalar = <Internal>(name: string, parse: (value: unknown) => Internal, serialize: (value: unknown) => unknown): GraphQLScalarType =>
  new GraphQLScalarType({ name, serialize, parseValue: parse, parseLiteral: (node) => parse(text(node)) });

/** JavaScript would take 30 February for 2 March. A database takes years of four digits only, from 1 on. */
function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

function parseDateTime(value: unknown): Date {
  const date = typeof value === 'string' ? dateTimePattern.exec(value)?.[1] : undefined;
  const parsed = isDate(date) ? new Date(value as string) : undefined;
  // The time zone may lead out of the years of four digits.
  if (parsed && parsed.getUTCFullYear() >= 1 && parsed.getUTCFullYear() <= 9999) return parsed;
  throw badUserInput('A DateTime is an ISO 8601 time that exists, 00:00:00 to 23:59:59, with a time zone, e.g. 2026-11-22T14:00:00+01:00.');
}

function parseDate(value: unknown): string {
  if (isDate(value)) return value;
  throw badUserInput('A Date is a day that exists as YYYY-MM-DD, e.g. 2026-11-22.');
}

function parseDuration(value: unknown): string {
  if (typeof value === 'string' && durationPattern.test(value)) return value;
  throw badUserInput('A Duration is ISO 8601 in days, hours, minutes and seconds of at most six digits each, e.g. PT4H.');
}

function parseBigInt(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,18}$/.test(value)) return BigInt(value);
  throw badUserInput('A BigInt is an integer of at most 18 digits.');
}

const serializeBigInt = (value: unknown): number | string => {
  const integer = BigInt(value as bigint);
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) && integer >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(integer) : integer.toString();
};

/** DateTime ⇄ Date, Date ⇄ 'YYYY-MM-DD', Duration ⇄ ISO text, BigInt ⇄ bigint (a JSON number up to 2^53 - 1, a string above). */
export const scalars = {
  DateTime: scalar('DateTime', parseDateTime, (value) => new Date(value as string | Date).toISOString()),
  Date: scalar('Date', parseDate, (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
  Duration: scalar('Duration', parseDuration, (value) => value),
  BigInt: scalar('BigInt', parseBigInt, serializeBigInt),
};
