import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { loadPolicy } from '../../../../subgraphs/ticket/src/storage/loadPolicy.ts';
import { loadRequests, type LoadedRequest, type PlacedTicket } from '../../../../subgraphs/ticket/src/storage/loadRequests.ts';
import type { RosterReader } from '../../../../subgraphs/ticket/src/storage/rosterReader.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { ticketTraces } from '../../../../subgraphs/ticket/src/storage/ticketTraces.ts';
import { retryTimer } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { sqlOfTransaction } from '../transactionSql.ts';
import type { Workflow } from '../workflow.ts';
import { productProblem } from '../lookups/roster.ts';
import { decideTogether } from './decideTogether.ts';
import { record } from './record.ts';
import { holdTerritory, retryAfterRelease, takeWaiting } from './waiting.ts';

export type Dispatcher = { workflow: Workflow; roster: RosterReader };

/**
 * Serves those who wait in one territory, at most `limit` of them together and in one transaction: either each gets what was decided
 * for it, or nothing has happened. Returns the tickets that were looked at; null when somebody else is serving this territory.
 */
export const takeTurn = ({ workflow, roster }: Dispatcher, territoryId: string, limit: number): Promise<string[] | null> =>
  workflow.storage.transact(async (tx) => {
    const sql = sqlOfTransaction(tx);
    if (!(await holdTerritory(sql, territoryId))) return null;
    await retryAfterRelease(sql, territoryId);
    const ids = await takeWaiting(sql, territoryId, limit);
    if (ids.length > 0) await inSpan('dispatch', { attributes: { territoryId, tickets: ids.length } }, () => serve(workflow, roster, tx, territoryId, ids));
    return ids;
  });

async function serve(workflow: Workflow, roster: RosterReader, tx: Transaction, territoryId: string, ids: readonly string[]): Promise<void> {
  await tx.finishTimers(ids.map(retryTimer));
  const locked = [];
  for (const id of ids) locked.push((await tx.lock(id))!);
  const now = locked.at(-1)!.now;
  const policy = await loadPolicy(tx.sql, now);
  const listed = await roster.territory(tx.sql, territoryId);
  const loaded = await loadRequests(tx.sql, roster, locked.map(({ ticket }) => ticket as PlacedTicket), policy, now);
  const turn = { workflow, tx, policy, now, roster: listed, traces: await ticketTraces(tx.sql, ids) };
  for (const { ticket, skillsKnown } of loaded) if (!skillsKnown) await markUnknownProduct(tx, ticket, now);
  const known = loaded.filter(({ skillsKnown }) => skillsKnown);
  const isTiredOut = ({ tried }: LoadedRequest) => tried >= policy.maximumOffers;
  await decideTogether(turn, known.filter((one) => !isTiredOut(one)));
  for (const one of known.filter(isTiredOut)) await decideTogether(turn, [one]);
}

async function markUnknownProduct(tx: Transaction, ticket: PlacedTicket, now: Date): Promise<void> {
  const summary = (await productProblem(sqlOfTransaction(tx), ticket)) ?? 'The product was changed meanwhile.';
  await record(tx, ticket, markNeedsAttention(ticket, { reason: 'UNKNOWN_PRODUCT', summary }, now));
}
