import { checkExpert } from '../../../../subgraphs/ticket/src/domain/dispatch/checkExpert.ts';
import type { BrokenRule } from '../../../../subgraphs/ticket/src/domain/dispatch/types.ts';
import { liveOffer, type Offer, type Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import { withdrawOffer } from '../../../../subgraphs/ticket/src/domain/withdrawOffer.ts';
import { loadAssignment } from '../../../../subgraphs/ticket/src/storage/loadAssignment.ts';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { record } from '../dispatch/record.ts';
import { lookUpAndDo } from '../inTransaction.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { brokenOffers, type BrokenOffer } from './brokenOffers.ts';

const BATCH = 100;
const MOST = 5_000;

/**
 * Takes back what the roster does not allow any more, each in a transaction of its own; what follows hangs on the message that tells of it.
 * Looks at what is, not at what changed: whoever does it again, or after a crash, finishes it and does nothing twice.
 */
export async function replan(workflow: Workflow): Promise<number> {
  const seen = new Set<string>();
  for (let found = await brokenOffers(workflow.sql, BATCH); found.length > 0 && seen.size < MOST; found = await brokenOffers(workflow.sql, BATCH)) {
    const fresh = found.filter(({ offerId }) => !seen.has(offerId));
    if (fresh.length === 0) break;
    for (const broken of fresh) {
      seen.add(broken.offerId);
      await lookUpAndDo(workflow, async () => withdrawing(broken));
    }
  }
  return seen.size;
}

const withdrawing = ({ ticketId, offerId }: BrokenOffer): TicketEffect => async (tx) => {
  const locked = await tx.lock(ticketId);
  const offer = locked && liveOffer(locked.ticket);
  if (offer?.id !== offerId) return;
  const broken = await rulesBroken(tx, locked!.ticket, offer, locked!.now);
  await record(tx, locked!.ticket, withdrawOffer(locked!.ticket, { offerId, broken }, locked!.now));
};

async function rulesBroken(tx: Transaction, ticket: Ticket, { expertId, startsAt, endsAt }: Offer, now: Date): Promise<BrokenRule[]> {
  const assignment = await loadAssignment(tx.sql, ticket, expertId, now);
  if (!assignment) return [];
  // The slot as it was promised, however long a visit takes by now.
  const request = { ...assignment.request, visitMinutes: (endsAt.getTime() - startsAt.getTime()) / 60_000 };
  return checkExpert({ ...assignment, request, now, start: startsAt }).broken;
}
