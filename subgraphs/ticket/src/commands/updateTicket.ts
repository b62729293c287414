import { updateTicket as decide } from '../domain/updateTicket.ts';
import type { UpdateTicket } from '../domain/updateTicket.ts';
import type { Actor } from '../domain/ticket.ts';
import { change } from './change.ts';
import type { Parts } from './parts.ts';

export const updateTicket = (parts: Parts) => (actor: Actor, ticketId: string, command: UpdateTicket) =>
  change(parts, { ticketId, actor, decide: (ticket, now) => decide(ticket, command, now) });
