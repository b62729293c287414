import type { Status } from '../domain/status.ts';
import type { Priority, Ticket } from '../domain/ticket.ts';
import type { Ticket as TicketRow } from '../../generated/client.ts';

export type { TicketRow };

/** The columns that facts change; identity and origin are written once. */
export function columnsOf(ticket: Ticket) {
  return {
    status: ticket.status, version: ticket.version, editVersion: ticket.editVersion, description: ticket.description, priority: ticket.priority,
    contractId: ticket.contractId, expertId: ticket.expertId,
    attentionReason: ticket.attention?.reason ?? null, attentionSummary: ticket.attention?.summary ?? null, attentionSince: ticket.attention?.since ?? null,
    respondBy: ticket.respondBy, arriveBy: ticket.arriveBy, breachedAt: ticket.breachedAt,
    planArriveMinutes: ticket.planArriveMinutes, slaPausedAt: ticket.slaPausedAt, slaPauses: ticket.slaPauses.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })),
    resolution: ticket.resolution, rating: ticket.rating,
    lat: ticket.location?.lat ?? null, lng: ticket.location?.lng ?? null,
    territoryId: ticket.location?.territoryId ?? null, postcode: ticket.location?.postcode ?? null,
    entitlementCheckedAt: ticket.entitlementCheckedAt, addressCheckedAt: ticket.addressCheckedAt, firstAssignedAt: ticket.firstAssignedAt, arrivedAt: ticket.arrivedAt,
    completedAt: ticket.completedAt, closedAt: ticket.closedAt, cancelledAt: ticket.cancelledAt,
  };
}

export const windowRows = ({ id, windows }: Pick<Ticket, 'id' | 'windows'>) => windows.map(({ start, end }, n) => ({ ticketId: id, position: n + 1, startsAt: start, endsAt: end }));

type Parts = Pick<Ticket, 'windows' | 'visit' | 'offer' | 'historyLength'>;

export function ticketOf(row: TicketRow, parts: Parts): Ticket {
  const { attentionReason: reason, attentionSummary: summary, attentionSince: since, lat, lng, territoryId, postcode } = row;
  return {
    id: row.id, number: row.number, status: row.status as Status, version: row.version, editVersion: row.editVersion, customerId: row.customerId,
    productId: row.productId, productName: row.productName, description: row.description, priority: row.priority as Priority,
    addressId: row.addressId, contractId: row.contractId, entitlementCheckedAt: row.entitlementCheckedAt, addressCheckedAt: row.addressCheckedAt, expertId: row.expertId,
    location: lat === null || lng === null ? null : { lat, lng, territoryId, postcode },
    attention: reason === null || since === null ? null : { reason, summary: summary ?? '', since },
    respondBy: row.respondBy, arriveBy: row.arriveBy, breachedAt: row.breachedAt,
    planArriveMinutes: row.planArriveMinutes, slaPausedAt: row.slaPausedAt, slaPauses: (row.slaPauses as { start: string; end: string }[]).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
    resolution: row.resolution, rating: row.rating,
    createdAt: row.createdAt, firstAssignedAt: row.firstAssignedAt, arrivedAt: row.arrivedAt, completedAt: row.completedAt,
    closedAt: row.closedAt, cancelledAt: row.cancelledAt, ...parts,
  };
}
