import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const priority = z.enum(['P1', 'P2', 'P3', 'P4']);
const outcome = z.enum(['FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY']);

export const ticketActor = z.object({ kind: z.string(), id: z.string().nullable() });

/** The whole ticket after the event, so that a consumer who meets only the latest message misses nothing. */
export const ticketSnapshot = z.object({
  id: z.string(),
  number: z.string(),
  version: z.int().positive(),
  status: z.enum(['NEW', 'AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED', 'NEEDS_ATTENTION', 'ON_HOLD', 'CANCELLED']),
  priority,
  customerId: z.string(),
  productId: z.string().nullable(),
  productName: z.string(),
  description: z.string(),
  addressId: z.string().nullable(),
  contractId: z.string().nullable(),
  expertId: z.string().nullable(),
  windows: z.array(z.object({ start: time, end: time })).max(10),
  visit: z
    .object({
      id: z.string(),
      status: z.enum(['PROPOSED', 'SCHEDULED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CANCELLED']),
      expertId: z.string().nullable(),
      scheduledStart: time.nullable(),
      scheduledEnd: time.nullable(),
      outcome: outcome.nullable(),
    })
    .nullable(),
  attention: z.object({ reason: z.string(), summary: z.string(), since: time }).nullable(),
  respondBy: time,
  arriveBy: time,
  resolution: z.string().nullable(),
  createdAt: time,
});
export type TicketSnapshot = z.infer<typeof ticketSnapshot>;

const envelope = z.object({ ticketId: z.string(), version: z.int().positive(), occurredAt: time, actor: ticketActor, ticket: ticketSnapshot });
const offer = envelope.extend({ offerId: z.string(), expertId: z.string() });
const withdrawn = z.object({ offerId: z.string(), expertId: z.string() });
/** What the expert had: an open offer, or a booking that the customer knows of (`accepted`). */
const promised = offer.extend({ accepted: z.boolean(), start: time, end: time });
const visit = envelope.extend({ visitId: z.string(), expertId: z.string() });

/** What the ticket context tells, by message type. Ids of messages are `<ticketId>:<version>:<type>`. */
export const ticketMessages = {
  ticket_created: envelope,
  /** replan: dispatch has to look for an expert (again). withdrawn: the expert who was freed by the change. */
  ticket_updated: envelope.extend({ replan: z.boolean(), withdrawn: withdrawn.nullable() }),
  /** late: the expert was already on the way. */
  ticket_cancelled: envelope.extend({ reason: z.string(), late: z.boolean(), withdrawn: withdrawn.extend({ accepted: z.boolean() }).nullable() }),
  /** assignedBy: the manager (user id) who booked without asking the expert. replaced: who had the offer or booking before. */
  offer_accepted: offer.extend({ assignedBy: z.string().nullable(), replaced: withdrawn.nullable() }),
  offer_refused: offer.extend({ reason: z.enum(['NO_SKILL', 'TOO_FAR', 'UNAVAILABLE', 'OTHER']), note: z.string().nullable() }),
  offer_expired: offer,
  /** The roster has changed, and this expert cannot come any more. brokenRules: codes of the hard rules. */
  offer_withdrawn: promised.extend({ brokenRules: z.array(z.string()).min(1) }),
  /** The expert gives a booking back, also from the way there. */
  expert_cannot_arrive: promised.extend({ reason: z.string() }),
  /** A target was missed while nobody is booked, although somebody once was. */
  sla_breached: envelope,
  visit_started: visit,
  visit_arrived: visit,
  visit_completed: visit.extend({
    outcome,
    notes: z.string().nullable(),
    article: z.object({ id: z.string(), title: z.string(), body: z.string(), tags: z.array(z.string()).max(10) }).nullable(),
  }),
  ticket_closed: envelope.extend({ rating: z.int().min(1).max(5).nullable() }),
} as const;

export type TicketMessageType = keyof typeof ticketMessages;
export type TicketMessage<Type extends TicketMessageType = TicketMessageType> = z.infer<(typeof ticketMessages)[Type]>;
