import type { ExpertState } from '../../../../subgraphs/ticket/src/storage/loadBookings.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { LostRace } from './lostRace.ts';

/** Whoever serves several territories may be booked from another one at the same moment: bookings that came in between were not part of the decision. */
export async function lockExperts(tx: Transaction, chosen: readonly string[], states: ReadonlyMap<string, ExpertState>): Promise<void> {
  if (chosen.length === 0) return;
  const ids = [...new Set(chosen)].sort();
  await tx.sql.$queryRaw`SELECT id FROM roster_expert WHERE id = ANY (${ids}::text[]) ORDER BY id FOR NO KEY UPDATE`;
  const live = await tx.sql.$queryRaw<{ id: string; expertId: string }[]>`SELECT id, expert_id AS "expertId" FROM offer WHERE expert_id = ANY (${ids}::text[]) AND released_at IS NULL`;
  const held = Map.groupBy(live, ({ expertId }) => expertId);
  for (const expertId of ids) {
    const now = (held.get(expertId) ?? []).map(({ id }) => id).sort().join();
    if (now !== states.get(expertId)?.offerIds) throw new LostRace(`${expertId} was booked meanwhile`);
  }
}
