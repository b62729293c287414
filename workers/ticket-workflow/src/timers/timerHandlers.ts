import { closeTicket } from '../../../../subgraphs/ticket/src/domain/closeTicket.ts';
import type { Decision } from '../../../../subgraphs/ticket/src/domain/decision.ts';
import { expireOffer } from '../../../../subgraphs/ticket/src/domain/expireOffer.ts';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { recordSlaBreach } from '../../../../subgraphs/ticket/src/domain/recordSlaBreach.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import type { TimerKind } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { record } from '../dispatch/record.ts';
import type { TicketEffect } from '../workflow.ts';
import type { DueTimer } from './fireTimers.ts';

/** Timers that need nothing but the ticket. */
export type DecidedKind = Exclude<TimerKind, 'EXAMINE' | 'RETRY_DISPATCH'>;

export const deciding: Record<DecidedKind, (timer: DueTimer) => TicketEffect> = {
  OFFER_EXPIRY: (timer) => decided(timer, (ticket, now) => expireOffer(ticket, { offerId: timer.offerId ?? '' }, now)),
  SURVEY_LAPSE: (timer) => decided(timer, (ticket, now) => closeTicket(ticket, { rating: null }, now)),
  HOLD_REMINDER: (timer) => decided(timer, remindOfHold),
  SLA: (timer) => decided(timer, (ticket, now) => recordSlaBreach(ticket, {}, now)),
};

const decided = ({ ticketId }: DueTimer, decide: (ticket: Ticket, now: Date) => Decision): TicketEffect => async (tx) => {
  const locked = await tx.lock(ticketId);
  if (locked) await record(tx, locked.ticket, decide(locked.ticket, locked.now));
};

const remindOfHold = (ticket: Ticket, now: Date): Decision =>
  ticket.status === 'ON_HOLD' ? markNeedsAttention(ticket, { reason: 'OTHER', summary: 'On hold for three days without new times from the customer.' }, now) : { facts: [] };
