import { updateTicket as decide } from '../domain/updateTicket.ts';
import type { UpdateTicket } from '../domain/updateTicket.ts';
import type { Actor } from '../domain/ticket.ts';
import { loadServicePolicy } from '../storage/loadServicePolicy.ts';
import { change } from './change.ts';
import type { Parts } from './parts.ts';

export const updateTicket = (parts: Parts) => (actor: Actor, ticketId: string, command: UpdateTicket) =>
  change(parts, { ticketId, actor, decide: async (ticket, now, { sql }) => decide(ticket, command, now, await loadServicePolicy(sql, ticket.createdAt)) });
