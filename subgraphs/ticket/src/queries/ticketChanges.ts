import { abortable } from '@sysops-squad/chassis/subscriptionSource';
import { changeSeen, seesInternal } from '../domain/viewer.ts';
import type { View } from '../domain/viewer.ts';
import type { Wake } from '../messaging/wake.ts';
import type { Database } from '../storage/prisma.ts';
import { openBell } from './bell.ts';
import { streamCursor, streamPosition } from './streamCursor.ts';

export type TicketChange = { cursor: string; change: string; ticketId: string; traceparent?: string | null };
type Sources = { database: Database; wake: Pick<Wake, 'subscribe'> };
type Seen = { id: string; version: number; view: View };
/** How the viewer sees the ticket by now. */
type Look = () => Promise<View | null>;

const batch = 100;

/** With `after`: what was missed, then what is new. Without: the present state once, then what is new. */
export const ticketChanges = ({ database, wake }: Sources) => async ({ id, version, view: first }: Seen, after: string | null, look: Look): Promise<AsyncGenerator<TicketChange>> => {
  const stream = `ticket:${id}`;
  const from = after === null ? null : streamPosition(stream, after, version);
  let view = first;
  const event = (change: string, position: number, traceparent: string | null = null): TicketChange => ({ cursor: streamCursor(stream, position), change: changeSeen(view, change), ticketId: id, traceparent });
  const logAfter = (position: number) =>
    database.ticketEvent.findMany({ where: { ticketId: id, version: { gt: position } }, orderBy: { version: 'asc' }, take: batch, select: { version: true, type: true, visibility: true, traceparent: true } });
  return abortable(async function* (signal) {
    const bell = openBell(wake, stream, signal);
    try {
      if (from === null) yield event('CURRENT', version);
      let position = from ?? version;
      while (!signal.aborted) {
        await bell.rung();
        for (let entries = await logAfter(position); entries.length > 0 && !signal.aborted; entries = await logAfter(position)) {
          // An expert's part in a ticket ends while they watch it.
          if (view === 'EXPERT') view = (await look()) ?? 'FORMER_EXPERT';
          for (const { version: at, type, visibility, traceparent } of entries) {
            position = at;
            if (seesInternal(view) || visibility === 'PUBLIC') yield event(type, at, traceparent);
          }
        }
      }
    } finally {
      bell.close();
    }
  });
};
