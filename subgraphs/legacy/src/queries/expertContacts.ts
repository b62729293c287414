import { ticketsInHandOf } from '../monolith/tickets.ts';
import type { ReadingParts } from './request.ts';

const KEPT_MS = 48 * 3_600_000;

/** As the ticket context tells it by its service policy, which the monolith has none of. */
export const expertContacts = ({ rest }: ReadingParts) => async (expertId: string) => {
  const tickets = await ticketsInHandOf(rest, expertId, new Date(Date.now() - KEPT_MS));
  const among = (ids: string[]) => [...new Set(ids)];
  return { customerIds: among(tickets.map(({ customerId }) => customerId)), addressIds: among(tickets.map(({ address }) => address.id)) };
};
