import type { Step } from './saveTicket.ts';
import type { Sql } from './prisma.ts';

type Entry = { expertId: string; offerId: string; kind: 'RECEIVED' | 'ACCEPTED' | 'REFUSED' | 'EXPIRED' | 'WITHDRAWN'; at: Date };

const kinds = {
  OfferPlaced: 'RECEIVED', OfferAccepted: 'ACCEPTED', TicketAssigned: 'ACCEPTED', OfferRefused: 'REFUSED',
  OfferExpired: 'EXPIRED', ExpertCannotArrive: 'REFUSED', OfferWithdrawn: 'WITHDRAWN', TicketCancelled: 'WITHDRAWN',
} as const;

/** Appends to the feeds of the experts concerned and returns their ids. */
export async function appendToFeeds(sql: Sql, steps: readonly Step[]): Promise<string[]> {
  // In the order of ids, so that two transactions never wait for each other's feed.
  const entries = steps.flatMap(entryOf).sort((a, b) => a.expertId.localeCompare(b.expertId));
  for (const { expertId, offerId, kind, at } of entries) {
    const [head] = await sql.$queryRaw<{ sequence: bigint }[]>`
      INSERT INTO expert_feed_head VALUES (${expertId}, 1)
      ON CONFLICT (expert_id) DO UPDATE SET sequence = expert_feed_head.sequence + 1 RETURNING sequence`;
    await sql.expertFeed.createMany({ data: { expertId, sequence: head!.sequence, kind, offerId, at } });
  }
  return entries.map(({ expertId }) => expertId);
}

function entryOf({ fact, before, after }: Step): Entry[] {
  if (!(fact.type in kinds)) return [];
  if (fact.type === 'TicketCancelled' && (!before?.offer || before.offer.releasedAt)) return [];
  const { id: offerId, expertId } = after.offer!;
  return [{ expertId, offerId, kind: kinds[fact.type as keyof typeof kinds], at: fact.at }];
}
