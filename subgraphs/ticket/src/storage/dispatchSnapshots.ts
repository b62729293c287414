import { createHash } from 'node:crypto';
import type { DispatchInput } from '../domain/dispatch/board.ts';
import type { Booking, DispatchRequest } from '../domain/dispatch/types.ts';
import { withStates, type Batch } from './loadBatch.ts';
import { policyOf } from './loadPolicy.ts';
import type { Database, Sql } from './prisma.ts';
import { expertsOf, type TerritoryRoster } from './rosterReader.ts';

type State = { now: Date; requests: readonly DispatchRequest[]; experts: { id: string; bookings: Booking[]; idleSince: Date | null; recentRefusals: number }[] };

/** Keeps what a decision is made from. Returns its digest: SHA-256 (hex) of roster and state. */
export async function keepSnapshot(sql: Sql, { territoryId, text: listed, digest: rosterDigest }: TerritoryRoster, { input: { requests, now }, states }: Batch): Promise<string> {
  const experts = [...states].map(([id, { bookings, idleSince, recentRefusals }]) => ({ id, bookings, idleSince, recentRefusals }));
  const state = JSON.stringify({ now, requests, experts } satisfies State);
  const digest = createHash('sha256').update(`${rosterDigest}\n${state}`).digest('hex');
  // The roster is long and nearly always kept already: it is sent only when it is not.
  const kept = await sql.$executeRaw`
    INSERT INTO dispatch_snapshot (digest, roster_digest, state) SELECT ${digest}, digest, ${state} FROM dispatch_roster WHERE digest = ${rosterDigest} ON CONFLICT (digest) DO NOTHING`;
  if (kept === 0) {
    await sql.$executeRaw`
      WITH roster AS (INSERT INTO dispatch_roster (digest, territory_id, experts) VALUES (${rosterDigest}, ${territoryId}, ${listed}) ON CONFLICT (digest) DO NOTHING)
      INSERT INTO dispatch_snapshot (digest, roster_digest, state) VALUES (${digest}, ${rosterDigest}, ${state}) ON CONFLICT (digest) DO NOTHING`;
  }
  return digest;
}

/** What the decision was made from; null when it is not kept any more. */
export async function loadSnapshot(sql: Database, digest: string, policyVersion: number): Promise<DispatchInput | null> {
  const snapshot = await sql.dispatchSnapshot.findUnique({ where: { digest } });
  if (!snapshot) return null;
  const { experts } = await sql.dispatchRoster.findUniqueOrThrow({ where: { digest: snapshot.rosterDigest } });
  const state = revived(snapshot.state);
  const policy = policyOf(await sql.dispatchPolicy.findUniqueOrThrow({ where: { version: policyVersion } }));
  return { experts: withStates(expertsOf(experts), new Map(state.experts.map((expert) => [expert.id, expert]))), requests: state.requests, policy, now: state.now };
}

const times = new Set(['now', 'start', 'end', 'until', 'arriveBy', 'startsAt', 'endsAt', 'blockedFrom', 'blockedUntil', 'idleSince']);

const revived = (state: string): State =>
  JSON.parse(state, (name, value: unknown) => (times.has(name) && typeof value === 'string' ? new Date(value) : value)) as State;
