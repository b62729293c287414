import { decideDispatch } from '../../../../subgraphs/ticket/src/domain/dispatch/decideDispatch.ts';
import { summaryOf } from '../../../../subgraphs/ticket/src/domain/dispatch/summary.ts';
import type { Candidate, DispatchDecision } from '../../../../subgraphs/ticket/src/domain/dispatch/types.ts';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { placeOffer } from '../../../../subgraphs/ticket/src/domain/placeOffer.ts';
import { openVisitOf, type Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import { loadDispatchSnapshot, type DispatchQuestion } from '../../../../subgraphs/ticket/src/storage/loadDispatchSnapshot.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { productProblem } from '../lookups/roster.ts';
import { notification } from '../notifications/notification.ts';
import { sqlOfTransaction } from '../transactionSql.ts';
import type { Workflow } from '../workflow.ts';
import { lockTerritory } from './lockTerritory.ts';
import { LostRace } from './lostRace.ts';
import { record } from './record.ts';

/**
 * Decides who is to come, and offers it to them, in one transaction. Decisions of one territory come one after the other; an expert
 * who serves several is locked before being booked. Whatever slips through is refused by the database, and decided anew.
 */
export async function offerToBest(workflow: Workflow, tx: Transaction, ticket: Ticket, now: Date): Promise<void> {
  const { location } = ticket;
  if (!location?.territoryId) {
    await record(tx, ticket, markNeedsAttention(ticket, { reason: 'UNKNOWN_ADDRESS', summary: 'Where to go is not known.' }, now));
    return;
  }
  const problem = await productProblem(sqlOfTransaction(tx), ticket);
  if (problem) {
    await record(tx, ticket, markNeedsAttention(ticket, { reason: 'UNKNOWN_PRODUCT', summary: problem }, now));
    return;
  }
  await lockTerritory(tx, location.territoryId);
  const question = await loadDispatchSnapshot(tx.sql, { ...ticket, location: { ...location, territoryId: location.territoryId } }, now);
  const decision = decideDispatch({ ...question, now });
  const tried = await offersOf(tx, ticket, question.policy.coolDownHours, now);
  if (tried >= question.policy.maximumOffers) return giveUp(tx, ticket, decision, now, `${tried} offers were refused or not answered; `);
  if (!decision.chosen) return giveUp(tx, ticket, decision, now, '');
  await lockExpert(tx, decision.chosen.expertId, ticket, question);
  await offer(workflow, tx, { ticket, decision, chosen: decision.chosen, question, now });
}

async function offersOf(tx: Transaction, ticket: Ticket, coolDownHours: number, now: Date): Promise<number> {
  const visit = openVisitOf(ticket);
  if (!visit) return 0;
  const since = new Date(now.getTime() - coolDownHours * 3_600_000);
  return tx.sql.offer.count({ where: { visitId: visit.id, status: { in: ['REFUSED', 'EXPIRED'] }, answeredAt: { gt: since } } });
}

/** A person must act; the attempt is kept when it says something new. */
async function giveUp(tx: Transaction, ticket: Ticket, decision: DispatchDecision, now: Date, before: string): Promise<void> {
  const summary = before + summaryOf(decision.rejected);
  const after = await record(tx, ticket, markNeedsAttention(ticket, { reason: 'NO_EXPERT', summary }, now));
  if (after.version !== ticket.version) await keepAttempt(tx, ticket.id, decision, now, null);
}

/** Bookings that came in between, through another territory, were not part of the decision. */
async function lockExpert(tx: Transaction, expertId: string, ticket: Ticket, { bookingIds }: DispatchQuestion): Promise<void> {
  await tx.sql.$executeRaw`SELECT 1 FROM roster_expert WHERE id = ${expertId} FOR NO KEY UPDATE`;
  const held = await tx.sql.offer.findMany({ where: { expertId, releasedAt: null, ticketId: { not: ticket.id } }, select: { id: true } });
  if (held.map(({ id }) => id).sort().join() !== bookingIds.get(expertId)) throw new LostRace(`${expertId} was booked meanwhile`);
}

type Placing = { ticket: Ticket; decision: DispatchDecision; chosen: Candidate; question: DispatchQuestion; now: Date };

async function offer(workflow: Workflow, tx: Transaction, { ticket, decision, chosen, question, now }: Placing): Promise<void> {
  const { startsAt, endsAt, blockedFrom, blockedUntil } = chosen.slot;
  const offerId = workflow.newId('off');
  const expiresAt = new Date(now.getTime() + question.policy.offerMinutes[ticket.priority] * 60_000);
  const command = {
    offerId, visitId: workflow.newId('vis'), expertId: chosen.expertId, startsAt, endsAt, blockedFrom, blockedUntil, expiresAt,
    token: workflow.newId('tok'), skills: question.request.requiredSkills,
  };
  const after = await record(tx, ticket, placeOffer(ticket, command, now));
  if (after.status !== 'OFFERED') return;
  await keepAttempt(tx, ticket.id, decision, now, offerId);
  await tx.enqueue([notification(offerId, ticket, { template: 'OFFER_RECEIVED', expertId: chosen.expertId, start: startsAt, end: endsAt, expiresAt })]);
}

const keepAttempt = (tx: Transaction, ticketId: string, { chosen, rejected, runnersUp, policyVersion, snapshotDigest }: DispatchDecision, now: Date, offerId: string | null) =>
  tx.recordAttempt({
    ticketId, decidedAt: now, policyVersion, snapshotDigest, offerId, rejected,
    chosen: chosen && { expertId: chosen.expertId, totalPenalty: chosen.totalPenalty, terms: chosen.terms, scheduledStart: chosen.slot.startsAt },
    runnersUp: runnersUp.slice(0, 5).map(({ expertId, totalPenalty }) => ({ expertId, totalPenalty })),
  });
