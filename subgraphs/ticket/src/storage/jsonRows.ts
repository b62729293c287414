import { Prisma } from '../../generated/client.ts';
import type { OfferRow, VisitRow } from './visitRow.ts';
import type { TicketRow } from './ticketRow.ts';
import type { TicketWindow } from '../../generated/client.ts';

const columns = new Map<string, string>();
const names = new Map<string, string>();

/** expertId → expert_id. */
const columnOf = (name: string): string => kept(columns, name, () => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
/** expert_id → expertId. */
const nameOf = (column: string): string => kept(names, column, () => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));

function kept(known: Map<string, string>, key: string, make: () => string): string {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

/** Rows as JSON under the names of their columns. What a column of type jsonb holds keeps its own names. */
export function json(rows: object): string {
  const one = (row: object) => Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), value as unknown]));
  return JSON.stringify(Array.isArray(rows) ? rows.map(one) : one(rows));
}

/** The columns of a row, for an INSERT that leaves some to the database. */
export const listed = (row: object): Prisma.Sql => Prisma.raw(Object.keys(row).map(columnOf).join(', '));
/** The columns of a row, each as it is in `r`. */
export const fromR = (row: object): Prisma.Sql => Prisma.raw(Object.keys(row).map((name) => `r.${columnOf(name)}`).join(', '));
/** Each column of a row, for an UPDATE out of `r`. */
export const assigned = (row: object): Prisma.Sql => Prisma.raw(Object.keys(row).map(columnOf).map((column) => `${column} = r.${column}`).join(', '));

type TimeOf<Row> = keyof { [Name in keyof Row as Date extends Row[Name] ? Name : never]: true };

/** JSON knows no times. That none is missing here is the compiler's business. */
const times: Record<TimeOf<TicketRow> | TimeOf<VisitRow> | TimeOf<OfferRow> | TimeOf<TicketWindow>, true> = {
  attentionSince: true, respondBy: true, arriveBy: true, breachedAt: true, slaPausedAt: true, entitlementCheckedAt: true, addressCheckedAt: true,
  createdAt: true, firstAssignedAt: true, arrivedAt: true, completedAt: true, closedAt: true, cancelledAt: true,
  scheduledStart: true, scheduledEnd: true, acceptedAt: true, startedAt: true,
  startsAt: true, endsAt: true, blockedFrom: true, blockedUntil: true, expiresAt: true, answeredAt: true, releasedAt: true,
};

/** A row that came as `to_jsonb(row)`. */
export function rowOf<Row extends TicketRow | VisitRow | OfferRow | TicketWindow>(columns: object): Row {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => {
    const name = nameOf(column);
    return [name, name in times && typeof value === 'string' ? new Date(value) : (value as unknown)];
  })) as Row;
}
