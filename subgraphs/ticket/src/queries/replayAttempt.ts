import { isDeepStrictEqual } from 'node:util';
import { decideBatch } from '../domain/dispatch/decideBatch.ts';
import { storedForm } from '../storage/dispatchAttempts.ts';
import { loadSnapshot } from '../storage/dispatchSnapshots.ts';
import type { Database } from '../storage/prisma.ts';
import type { Attempt } from './dispatchAttempts.ts';

/** Decides once more from what the attempt was decided from. Null when that is not kept any more. */
export const replayAttempt = (database: Database) => async ({ ticketId, policyVersion, snapshotDigest, chosen, rejected, runnersUp, rejections }: Attempt) => {
  const input = await loadSnapshot(database, snapshotDigest, policyVersion);
  const decision = input && decideBatch(input).find((decided) => decided.ticketId === ticketId);
  if (!decision) return null;
  const replayed = storedForm(decision);
  return { agrees: isDeepStrictEqual(JSON.parse(JSON.stringify(replayed)), { chosen, rejected, runnersUp, rejections }), chosen: replayed.chosen };
};
