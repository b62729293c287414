import { normalText } from '@sysops-squad/chassis/text/normalText';
import { checkId, checkText, firstOf } from './input.ts';
import { invalid } from './decision.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import { slaOf } from './sla.ts';
import type { Status } from './status.ts';
import type { Attention, Priority } from './ticket.ts';

export type ImportTicketRow = {
  externalId: string;
  customerId: string;
  productId?: string | null;
  productName: string;
  description: string;
  priority: Priority;
  status: Status;
  createdAt: Date;
  respondedAt?: Date | null;
  resolvedAt?: Date | null;
  resolution?: string | null;
  rating?: number | null;
};

export type ImportedTicket = {
  id: string;
  row: ImportTicketRow;
  status: 'CLOSED' | 'ON_HOLD' | 'NEEDS_ATTENTION';
  attention: Attention | null;
  /** The clocks stand still since it is on hold. */
  slaPausedAt: Date | null;
  respondBy: Date;
  arriveBy: Date;
  closedAt: Date | null;
  /** From the first transition, without a gap, never back in time. */
  history: { at: Date; from: Status | null; to: Status }[];
};

/** The ticket as another desk left it, or why it cannot be taken. */
export function importTicket(id: string, row: ImportTicketRow, now: Date, policy: ServicePolicy): ImportedTicket | { refused: string } {
  const wrong = checkRow(row, now);
  if (wrong) return { refused: wrong.message };
  const unknownProduct = row.status !== 'CLOSED' && !row.productId;
  const status = unknownProduct ? 'NEEDS_ATTENTION' : (row.status as ImportedTicket['status']);
  const history = historyOf(status, row);
  const end = history.at(-1)!.at;
  const attention = status === 'NEEDS_ATTENTION' ? attentionOf(row, unknownProduct, end) : null;
  const sla = slaOf(policy, { priority: row.priority, createdAt: row.createdAt, windows: [], planArriveMinutes: null, slaPauses: [] });
  return { id, row: inNormalForm(row), status, attention, slaPausedAt: status === 'ON_HOLD' ? end : null, ...sla, closedAt: status === 'CLOSED' ? end : null, history };
}

/** Its `externalId` stays as it is: the other desk's name for it, by which the same row is known again. */
const inNormalForm = (row: ImportTicketRow): ImportTicketRow => ({
  ...row,
  productName: normalText(row.productName),
  description: normalText(row.description),
  resolution: row.resolution == null ? null : normalText(row.resolution) || null,
});

function attentionOf(row: ImportTicketRow, unknownProduct: boolean, since: Date): Attention {
  if (!unknownProduct) return { reason: 'IMPORTED', summary: 'Imported while it was open; look at it and decide.', since };
  return { reason: 'UNKNOWN_PRODUCT', summary: `Imported; "${row.productName}" is none of the products that we know.`, since };
}

const ways: Record<ImportedTicket['status'], Status[]> = {
  CLOSED: ['NEW', 'AWAITING_DISPATCH', 'COMPLETED', 'CLOSED'],
  ON_HOLD: ['NEW', 'AWAITING_DISPATCH', 'ON_HOLD'],
  NEEDS_ATTENTION: ['NEW', 'NEEDS_ATTENTION'],
};

function historyOf(status: ImportedTicket['status'], { createdAt, respondedAt, resolvedAt }: ImportTicketRow): ImportedTicket['history'] {
  const responded = latest(createdAt, respondedAt ?? createdAt);
  const resolved = latest(responded, resolvedAt ?? responded);
  const timeOf: Partial<Record<Status, Date>> = { NEW: createdAt, COMPLETED: resolved, CLOSED: resolved };
  return ways[status].map((to, n, way) => ({ at: timeOf[to] ?? responded, from: way[n - 1] ?? null, to }));
}

const latest = (a: Date, b: Date): Date => (a > b ? a : b);

function checkRow(row: ImportTicketRow, now: Date) {
  return firstOf(
    checkText(row.externalId, 'externalId', 1, 100), checkId(row.customerId, 'customerId'), row.productId ? checkId(row.productId, 'productId') : null,
    checkText(row.productName, 'productName', 0, 200), checkText(row.description, 'description', 1, 5_000), checkText(row.resolution ?? '', 'resolution', 0, 5_000),
    row.status in ways ? null : invalid('`status` must be CLOSED, ON_HOLD or NEEDS_ATTENTION.', 'status'),
    row.createdAt > now ? invalid('`createdAt` lies in the future.', 'createdAt') : null,
    row.rating != null && (row.rating < 1 || row.rating > 5) ? invalid('`rating` must be 1 to 5.', 'rating') : null,
  );
}
