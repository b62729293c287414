import type { VisitOutcome, VisitStatus } from '../domain/status.ts';
import type { Offer, OfferStatus, RefusalReason, Visit } from '../domain/ticket.ts';
import type { Offer as OfferRow, Visit as VisitRow } from '../../generated/client.ts';

export type { OfferRow, VisitRow };

export function visitOf(row: VisitRow): Visit {
  const { ticketId: _, ...visit } = row;
  return { ...visit, status: row.status as VisitStatus, outcome: row.outcome as VisitOutcome | null };
}

export function offerOf(row: OfferRow): Offer {
  const { ticketId: _, ...offer } = row;
  return { ...offer, status: row.status as OfferStatus, refusalReason: row.refusalReason as RefusalReason | null };
}
