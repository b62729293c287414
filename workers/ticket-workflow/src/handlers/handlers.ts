import { ticketMessages, type TicketMessageType, type WorkflowMessageType } from '@sysops-squad/event-contracts';
import type { MessageHandler } from '@sysops-squad/chassis/outbox/consumer';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { examineTicket } from '../dispatch/examineTicket.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';
import { deliverNotification } from './deliverNotification.ts';
import { inviteToSurvey } from './inviteToSurvey.ts';
import { offerAccepted } from './offerAccepted.ts';
import { offerExpired } from './offerExpired.ts';
import { expertCannotArrive, offerWithdrawn, slaBreached } from './promiseBroken.ts';
import { publishArticle } from './publishArticle.ts';
import { ticketCancelled } from './ticketCancelled.ts';
import { ticketUpdated } from './ticketUpdated.ts';
import { visitCompleted, visitStarted } from './visits.ts';

type Handler = (workflow: Workflow, message: Message) => Promise<TicketEffect | null>;

const ticketCreated: Handler = (workflow, message) => examineTicket(workflow, ticketMessages.ticket_created.parse(message.payload).ticketId);
const nothingFollows: Handler = async () => null;

/** What follows from what. That an expert is looked for follows from the ticket's state, and needs no message. */
const table: Record<TicketMessageType | WorkflowMessageType, Handler> = {
  ticket_created: ticketCreated,
  ticket_updated: ticketUpdated,
  ticket_cancelled: ticketCancelled,
  offer_accepted: offerAccepted,
  offer_refused: nothingFollows,
  offer_expired: offerExpired,
  offer_withdrawn: offerWithdrawn,
  expert_cannot_arrive: expertCannotArrive,
  sla_breached: slaBreached,
  visit_started: visitStarted,
  visit_arrived: nothingFollows,
  visit_completed: visitCompleted,
  ticket_closed: nothingFollows,
  deliver_notification: deliverNotification,
  invite_to_survey: inviteToSurvey,
  publish_article: publishArticle,
};

export const handlersOf = (workflow: Workflow): Record<string, MessageHandler<Transaction>> =>
  Object.fromEntries(Object.entries(table).map(([type, handler]) => [type, (message: Message) => handler(workflow, message)]));
