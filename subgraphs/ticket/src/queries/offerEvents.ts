import { abortable } from '@sysops-squad/chassis/subscriptionSource';
import type { Wake } from '../messaging/wake.ts';
import { feedAfter, feedHead, openOffersOf } from '../storage/readFeed.ts';
import type { Database } from '../storage/prisma.ts';
import { openBell } from './bell.ts';
import { streamCursor, streamPosition } from './streamCursor.ts';

export type OfferEvent = { cursor: string; kind: string; offerId: string; expertId: string; traceparent: string | null };
type Sources = { database: Database; wake: Pick<Wake, 'subscribe'> };

const batch = 100;

/** With `after`: what was missed, then what is new. Without: the offers that are open now, then what is new. One batch in memory at most. */
export const offerEvents = ({ database, wake }: Sources) => async (expertId: string, after: string | null): Promise<AsyncGenerator<OfferEvent>> => {
  const stream = `expert:${expertId}`;
  const head = await feedHead(database, expertId);
  const from = after === null ? null : streamPosition(stream, after, head);
  const open = from === null ? await openOffersOf(database, expertId, head) : [];
  const event = ({ kind, offerId, traceparent }: Omit<OfferEvent, 'cursor' | 'expertId'>, position: number): OfferEvent => ({ cursor: streamCursor(stream, position), kind, offerId, expertId, traceparent });
  return abortable(async function* (signal) {
    const bell = openBell(wake, stream, signal);
    try {
      // The last one stands for everything up to now: whoever goes on from it has missed nothing.
      for (const [n, entry] of open.entries()) yield event(entry, n === open.length - 1 ? head : entry.sequence);
      let position = from ?? head;
      while (!signal.aborted) {
        await bell.rung();
        for (let entries = await feedAfter(database, expertId, position, batch); entries.length > 0 && !signal.aborted; entries = await feedAfter(database, expertId, position, batch)) {
          for (const entry of entries) yield event(entry, (position = entry.sequence));
        }
      }
    } finally {
      bell.close();
    }
  });
};
