import { z } from 'zod';

const text = z.string().min(1);

/** What a person is told: the words are chosen from the template when it is delivered, the contact data is looked up then. */
export const notificationTemplate = z.enum([
  'OFFER_RECEIVED', 'OFFER_WITHDRAWN', 'VISIT_ASSIGNED', 'VISIT_CHANGED', 'VISIT_CANCELLED', 'VISIT_WITHDRAWN',
  'TICKET_ACCEPTED', 'TICKET_UPDATED', 'TICKET_CANCELLED', 'EXPERT_ON_THE_WAY', 'REPLACEMENT_SOUGHT', 'DELAYED', 'NOBODY_AT_HOME', 'FOLLOW_UP_PLANNED', 'SURVEY_INVITATION',
]);
export type NotificationTemplate = z.infer<typeof notificationTemplate>;

const time = z.iso.datetime({ offset: true }).nullable();

/** What the ticket workflow leaves for itself. Each is done once: its id is the id of its cause and what it is about. */
export const workflowMessages = {
  /** `expertId` and the times fill the template. `promisedBy` is for REPLACEMENT_SOUGHT and DELAYED, null when that has passed; `link` for SURVEY_INVITATION. */
  deliver_notification: z.object({
    template: notificationTemplate,
    recipientKind: z.enum(['CUSTOMER', 'EXPERT']),
    recipientId: text,
    ticketNumber: text,
    productName: z.string(),
    expertId: z.string().nullable(),
    start: time,
    end: time,
    expiresAt: time,
    promisedBy: time.default(null),
    link: z.string().nullable(),
    /** Of the ticket: the changes that one message tells of together. */
    versions: z.array(z.int().positive()).default([]),
  }),
  invite_to_survey: z.object({ ticketId: text, ticketNumber: text, customerId: text, productName: z.string() }),
  publish_article: z.object({ id: text, title: text, body: text, tags: z.array(z.string()).max(10), authorExpertId: text, ticketNumber: text }),
} as const;

export type WorkflowMessageType = keyof typeof workflowMessages;
export type WorkflowMessage<Type extends WorkflowMessageType> = z.infer<(typeof workflowMessages)[Type]>;
export type DeliverNotification = WorkflowMessage<'deliver_notification'>;
