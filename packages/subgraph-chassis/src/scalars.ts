import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { badUserInput } from './graphqlErrors.ts';

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const durationPattern = /^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;

const text = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;

const scalar = <Internal>(name: string, parse: (value: unknown) => Internal, serialize: (value: unknown) => unknown): GraphQLScalarType =>
  new GraphQLScalarType({ name, serialize, parseValue: parse, parseLiteral: (node) => parse(text(node)) });

function parseDateTime(value: unknown): Date {
  const time = typeof value === 'string' && dateTimePattern.test(value) ? new Date(value) : undefined;
  // A database takes years of four digits only; a time zone may lead out of them.
  if (!time || !(time.getUTCFullYear() >= 1 && time.getUTCFullYear() <= 9999))
    throw badUserInput(`A DateTime is ISO 8601 with a time zone, e.g. 2026-11-22T13:00:00Z, not ${JSON.stringify(value)}.`);
  return time;
}

function parseDate(value: unknown): string {
  const valid = typeof value === 'string' && datePattern.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value);
  if (!valid) throw badUserInput(`A Date is YYYY-MM-DD, not ${JSON.stringify(value)}.`);
  return value as string;
}

function parseDuration(value: unknown): string {
  if (typeof value !== 'string' || !durationPattern.test(value))
    throw badUserInput(`A Duration is ISO 8601, e.g. PT4H, not ${JSON.stringify(value)}.`);
  return value;
}

function parseBigInt(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,18}$/.test(value)) return BigInt(value);
  throw badUserInput(`A BigInt is an integer of at most 18 digits, not ${JSON.stringify(value)}.`);
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
