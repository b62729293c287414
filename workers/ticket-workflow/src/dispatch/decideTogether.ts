import { inSpan, traceHeaders } from '@sysops-squad/chassis/tracing/tracing';
import { decideBatch } from '../../../../subgraphs/ticket/src/domain/dispatch/decideBatch.ts';
import { summaryOf } from '../../../../subgraphs/ticket/src/domain/dispatch/summary.ts';
import type { Candidate, DispatchDecision, DispatchPolicy } from '../../../../subgraphs/ticket/src/domain/dispatch/types.ts';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { placeOffer } from '../../../../subgraphs/ticket/src/domain/placeOffer.ts';
import { keepSnapshot } from '../../../../subgraphs/ticket/src/storage/dispatchSnapshots.ts';
import { loadBatch } from '../../../../subgraphs/ticket/src/storage/loadBatch.ts';
import type { LoadedRequest } from '../../../../subgraphs/ticket/src/storage/loadRequests.ts';
import type { TerritoryRoster } from '../../../../subgraphs/ticket/src/storage/rosterReader.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { notification } from '../notifications/notification.ts';
import type { Workflow } from '../workflow.ts';
import { lockExperts } from './lockExperts.ts';
import { record } from './record.ts';

export type Turn = { workflow: Workflow; tx: Transaction; policy: DispatchPolicy; now: Date; roster: TerritoryRoster; /** By ticket; what its decision goes on from. */ traces: ReadonlyMap<string, string> };

type Settling = Turn & { batchSize: number; /** Kept the first time that an attempt refers to it. */ snapshotDigest: () => Promise<string> };

/** Decides for all of these visits at once, and offers each to its expert, or tells a person why nobody can come. */
export async function decideTogether(turn: Turn, group: readonly LoadedRequest[]): Promise<void> {
  if (group.length === 0) return;
  const { tx, policy, now, roster } = turn;
  const batch = await loadBatch(tx.sql, { roster, requests: group.map(({ request }) => request), policy, now });
  const decisions = decideBatch(batch.input);
  await lockExperts(tx, decisions.flatMap(({ chosen }) => chosen?.expertId ?? []), batch.states);
  let kept: Promise<string> | undefined;
  const settling = { ...turn, batchSize: group.length, snapshotDigest: () => (kept ??= keepSnapshot(tx.sql, roster, batch)) };
  const together = [traceHeaders()];
  for (const [n, decision] of decisions.entries()) {
    const loaded = group[n]!;
    const parent = { traceparent: turn.traces.get(loaded.ticket.id) };
    await inSpan('dispatch decision', { parent, links: together }, () => settle(settling, loaded, decision));
  }
}

function settle(settling: Settling, loaded: LoadedRequest, decision: DispatchDecision): Promise<void> {
  if (loaded.tried >= settling.policy.maximumOffers) return giveUp(settling, loaded, decision, `${loaded.tried} offers were refused or not answered; `);
  return decision.chosen ? offer(settling, loaded, decision, decision.chosen) : giveUp(settling, loaded, decision, '');
}

/** A person must act; the attempt is kept when it says something new. */
async function giveUp(settling: Settling, { ticket }: LoadedRequest, decision: DispatchDecision, before: string): Promise<void> {
  const summary = before + summaryOf(decision.rejected);
  const after = await record(settling.tx, ticket, markNeedsAttention(ticket, { reason: 'NO_EXPERT', summary }, settling.now));
  if (after.version !== ticket.version) await keepAttempt(settling, decision, null);
}

async function offer(settling: Settling, { ticket, request }: LoadedRequest, decision: DispatchDecision, { expertId, slot }: Candidate): Promise<void> {
  const { workflow, tx, policy, now } = settling;
  const { startsAt, endsAt, blockedFrom, blockedUntil } = slot;
  const offerId = workflow.newId('off');
  const expiresAt = new Date(now.getTime() + policy.offerMinutes[ticket.priority] * 60_000);
  const command = {
    offerId, visitId: workflow.newId('vis'), expertId, startsAt, endsAt, blockedFrom, blockedUntil, expiresAt, token: workflow.newId('tok'), skills: request.requiredSkills,
  };
  const after = await record(tx, ticket, placeOffer(ticket, command, now));
  if (after.status !== 'OFFERED') return;
  await keepAttempt(settling, decision, offerId);
  await tx.enqueue([notification(offerId, ticket, { template: 'OFFER_RECEIVED', expertId, start: startsAt, end: endsAt, expiresAt })]);
}

const keepAttempt = async ({ tx, policy, now, batchSize, snapshotDigest }: Settling, decision: DispatchDecision, offerId: string | null): Promise<void> =>
  void (await tx.recordAttempt({ decision, decidedAt: now, policyVersion: policy.version, snapshotDigest: await snapshotDigest(), batchSize, offerId }));
