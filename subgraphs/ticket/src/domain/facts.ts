import type { VisitOutcome } from './status.ts';
import type { Actor, Attention, Location, Offer, Priority, RefusalReason, Ticket, Window } from './ticket.ts';

type At<Type extends string, Body = object> = { type: Type; at: Date } & Body;

export type RequiredSkill = { skillId: string; level: number };
/** The name as dispatch's replica knows it; empty when it does not. */
export type NamedProduct = { id: string; name: string };
export type PublishedArticle = { id: string; title: string; body: string; tags: string[] };

export type NewTicket = Pick<
  Ticket,
  'id' | 'number' | 'customerId' | 'productId' | 'productName' | 'description' | 'priority' | 'addressId' | 'windows' | 'respondBy' | 'arriveBy'
>;

export type TicketCreated = At<'TicketCreated', { ticket: NewTicket }>;
/** What an edit changed in one field; long texts are cut. */
export type FieldChange = { field: string; from: string | null; to: string | null };
/** `product`: another one than before; whether it is covered is not known yet. */
export type TicketUpdated = At<
  'TicketUpdated',
  { description: string; priority: Priority; windows: Window[]; product: NamedProduct | null; respondBy: Date; arriveBy: Date; dispatchAgain: boolean; changes: FieldChange[] }
>;
export type TicketCancelled = At<'TicketCancelled', { reason: string; late: boolean }>;
export type EntitlementRecorded = At<
  'EntitlementRecorded',
  { contractId: string | null; location: Location | null; planArriveMinutes: number | null; respondBy: Date; arriveBy: Date }
>;
export type AttentionNeeded = At<'AttentionNeeded', { attention: Attention; /** Seen to be one of the customer's. */ addressIsCustomers: boolean }>;
export type OfferPlaced = At<'OfferPlaced', { offer: Offer; skills: RequiredSkill[] }>;
export type OfferAccepted = At<'OfferAccepted', { offerId: string }>;
export type OfferRefused = At<'OfferRefused', { offerId: string; reason: RefusalReason; note: string | null }>;
export type OfferExpired = At<'OfferExpired', { offerId: string }>;
/** `brokenRules`: hard rules that it breaks since the roster has changed; empty: withdrawn for what was done to the ticket in the same moment. */
export type OfferWithdrawn = At<'OfferWithdrawn', { offerId: string; reason: string; brokenRules: string[] }>;
/** A booking that a manager decided: accepted from the start. */
export type TicketAssigned = At<'TicketAssigned', { offer: Offer; skills: RequiredSkill[]; reason: string }>;
/** The booking is given back, also from the way to the customer. */
export type ExpertCannotArrive = At<'ExpertCannotArrive', { offerId: string; visitId: string; expertId: string; reason: string }>;
export type VisitStarted = At<'VisitStarted'>;
export type VisitArrived = At<'VisitArrived'>;
export type VisitCompleted = At<'VisitCompleted', { outcome: VisitOutcome; notes: string | null; article: PublishedArticle | null }>;
export type TicketClosed = At<'TicketClosed', { rating: number | null }>;
export type SlaBreached = At<'SlaBreached'>;
/** The clocks go on. `pauses`: all stretches in which they stood still. */
export type SlaResumed = At<'SlaResumed', { pauses: Window[]; respondBy: Date; arriveBy: Date }>;
/** The record that it belonged to was claimed by the customer who proved its e-mail address. */
export type TicketClaimed = At<'TicketClaimed', { customerId: string; claimedId: string }>;
export type CommentAdded = At<'CommentAdded', { id: string; author: Actor; body: string; visibility: 'PUBLIC' | 'INTERNAL' }>;

export type Fact =
  | TicketCreated | TicketUpdated | TicketCancelled | TicketAssigned | TicketClosed
  | EntitlementRecorded | AttentionNeeded | SlaBreached | SlaResumed | CommentAdded
  | OfferPlaced | OfferAccepted | OfferRefused | OfferExpired | OfferWithdrawn
  | TicketClaimed | ExpertCannotArrive | VisitStarted | VisitArrived | VisitCompleted;
