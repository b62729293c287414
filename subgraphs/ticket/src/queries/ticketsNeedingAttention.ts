import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { toConnection } from '@sysops-squad/chassis/connection';
import type { Page } from '@sysops-squad/chassis/connection';
import { isId } from '../domain/input.ts';
import { attentionQueue } from '../storage/attentionQueue.ts';
import { countTickets } from '../storage/findTickets.ts';
import type { Database } from '../storage/prisma.ts';
import type { Loaders } from './loaders.ts';
import type { TicketConnection } from './tickets.ts';

const everything = { staff: true, customerId: null, expertId: null };

/** By priority, then longest waiting first. */
export const ticketsNeedingAttention = (database: Database) => async ({ loaders, page }: { loaders: Loaders; page: Page }): Promise<TicketConnection> => {
  const rows = await attentionQueue(database, placeOf(page.after), page.limit + 1);
  const seen = (await Promise.all(rows.map(loaders.seen))).filter((row) => row !== null);
  return {
    ...toConnection(seen, page.limit, ({ priority, attentionSince, id }) => `${priority}|${attentionSince!.toISOString()}|${id}`),
    totalCount: () => countTickets(database, everything, { status: ['NEEDS_ATTENTION'] }),
  };
};

function placeOf(after: string | null) {
  if (after === null) return null;
  const [priority = '', since = '', id = ''] = after.split('|');
  const at = new Date(since);
  if (!/^P[1-4]$/.test(priority) || Number.isNaN(at.getTime()) || !isId(id)) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
  return { priority, since: at, id };
}
