import { closeTicket } from '../../../../subgraphs/ticket/src/domain/closeTicket.ts';
import type { Decision } from '../../../../subgraphs/ticket/src/domain/decision.ts';
import { expireOffer } from '../../../../subgraphs/ticket/src/domain/expireOffer.ts';
import { markNeedsAttention } from '../../../../subgraphs/ticket/src/domain/markNeedsAttention.ts';
import { recordSlaBreach } from '../../../../subgraphs/ticket/src/domain/recordSlaBreach.ts';
import type { Ticket } from '../../../../subgraphs/ticket/src/domain/ticket.ts';
import type { TimerKind } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { advance } from '../dispatch/advance.ts';
import { record } from '../dispatch/record.ts';
import type { TicketEffect } from '../workflow.ts';
import type { DueTimer, TimerHandler } from './fireTimers.ts';

export const timerHandlers: Record<TimerKind, TimerHandler> = {
  RETRY_DISPATCH: (workflow, { ticketId }) => advance(workflow, ticketId),
  OFFER_EXPIRY: async (_, timer) => deciding(timer, (ticket, now) => expireOffer(ticket, { offerId: timer.offerId ?? '' }, now)),
  SURVEY_LAPSE: async (_, timer) => deciding(timer, (ticket, now) => closeTicket(ticket, { rating: null }, now)),
  HOLD_REMINDER: async (_, timer) => deciding(timer, remindOfHold),
  SLA: async (_, timer) => deciding(timer, (ticket, now) => recordSlaBreach(ticket, {}, now)),
};

const deciding = ({ ticketId }: DueTimer, decide: (ticket: Ticket, now: Date) => Decision): TicketEffect => async (tx) => {
  const locked = await tx.lock(ticketId);
  if (locked) await record(tx, locked.ticket, decide(locked.ticket, locked.now));
};

const remindOfHold = (ticket: Ticket, now: Date): Decision =>
  ticket.status === 'ON_HOLD' ? markNeedsAttention(ticket, { reason: 'OTHER', summary: 'On hold for three days without new times from the customer.' }, now) : { facts: [] };
