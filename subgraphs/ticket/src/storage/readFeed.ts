import type { Database } from './prisma.ts';

type FeedEntry = { kind: string; offerId: string; sequence: number; traceparent: string | null };

export async function feedHead(db: Database, expertId: string): Promise<number> {
  return Number((await db.expertFeedHead.findUnique({ where: { expertId } }))?.sequence ?? 0);
}

export async function feedAfter(db: Database, expertId: string, position: number, limit: number): Promise<FeedEntry[]> {
  const rows = await db.expertFeed.findMany({
    where: { expertId, sequence: { gt: position } }, orderBy: { sequence: 'asc' }, take: limit, select: { kind: true, offerId: true, sequence: true, traceparent: true },
  });
  return rows.map(({ sequence, ...entry }) => ({ ...entry, sequence: Number(sequence) }));
}

/** Offers that can still be answered, in the order in which they came, as of this place in the feed. */
export async function openOffersOf(db: Database, expertId: string, head: number): Promise<FeedEntry[]> {
  const rows = await db.$queryRaw<{ offerId: string; sequence: bigint; traceparent: string | null }[]>`
    SELECT f.offer_id AS "offerId", f.sequence, f.traceparent FROM offer o JOIN expert_feed f ON f.expert_id = o.expert_id AND f.offer_id = o.id AND f.kind = 'RECEIVED'
    WHERE o.expert_id = ${expertId} AND o.status = 'OFFERED' AND o.expires_at > now() AND f.sequence <= ${head} ORDER BY f.sequence LIMIT 100`;
  return rows.map(({ sequence, ...entry }) => ({ ...entry, kind: 'RECEIVED', sequence: Number(sequence) }));
}
