import { cancelTicket as decide } from '../domain/cancelTicket.ts';
import type { Actor } from '../domain/ticket.ts';
import { change } from './change.ts';
import type { Parts } from './parts.ts';

export const cancelTicket = (parts: Parts) => (actor: Actor, ticketId: string, reason: string) =>
  change(parts, { ticketId, actor, decide: (ticket, now) => decide(ticket, { reason }, now) });
