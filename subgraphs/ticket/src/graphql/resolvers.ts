import { scalars } from '@sysops-squad/chassis/scalars';
import { Article } from './entities/Article.ts';
import { Customer } from './entities/Customer.ts';
import { DeadLetter } from './entities/DeadLetter.ts';
import { DispatchAttempt, RunnerUp } from './entities/DispatchAttempt.ts';
import { Expert } from './entities/Expert.ts';
import { Offer } from './entities/Offer.ts';
import { ChosenExpert, Comment, ExpertReportRow, RejectedExpert, Ticket, TicketHistoryEntry } from './entities/Ticket.ts';
import { Visit } from './entities/Visit.ts';
import { acceptOffer } from './Mutation/acceptOffer.ts';
import { addComment } from './Mutation/addComment.ts';
import { arriveOnSite } from './Mutation/arriveOnSite.ts';
import { assignTicket } from './Mutation/assignTicket.ts';
import { cancelTicket } from './Mutation/cancelTicket.ts';
import { cannotArrive } from './Mutation/cannotArrive.ts';
import { completeVisit } from './Mutation/completeVisit.ts';
import { claimTickets } from './Mutation/claimTickets.ts';
import { createTicket } from './Mutation/createTicket.ts';
import { importTickets } from './Mutation/importTickets.ts';
import { refuseOffer } from './Mutation/refuseOffer.ts';
import { replayDeadLetter } from './Mutation/replayDeadLetter.ts';
import { saveDispatchPolicy } from './Mutation/saveDispatchPolicy.ts';
import { saveServicePolicy } from './Mutation/saveServicePolicy.ts';
import { startTravel } from './Mutation/startTravel.ts';
import { updateTicket } from './Mutation/updateTicket.ts';
import { deadLetters } from './Query/deadLetters.ts';
import { assignmentCheck } from './Query/assignmentCheck.ts';
import { dispatchPolicies } from './Query/dispatchPolicies.ts';
import { expertContacts } from './Query/expertContacts.ts';
import { servicePolicies } from './Query/servicePolicies.ts';
import { expertReport } from './Query/expertReport.ts';
import { ticket } from './Query/ticket.ts';
import { ticketReport } from './Query/ticketReport.ts';
import { tickets } from './Query/tickets.ts';
import { ticketsNeedingAttention } from './Query/ticketsNeedingAttention.ts';
import { offerReceived } from './Subscription/offerReceived.ts';
import { OfferEvent, ticketChanged, TicketChange } from './Subscription/ticketChanged.ts';

export const resolvers = {
  DateTime: scalars.DateTime,
  Date: scalars.Date,
  Query: { ticket, tickets, ticketsNeedingAttention, ticketReport, expertReport, deadLetters, dispatchPolicies, expertContacts, servicePolicies, assignmentCheck },
  Mutation: {
    createTicket, updateTicket, addComment, cancelTicket, acceptOffer, refuseOffer, startTravel, arriveOnSite, completeVisit, cannotArrive,
    assignTicket, importTickets, claimTickets, replayDeadLetter, saveDispatchPolicy, saveServicePolicy,
  },
  Subscription: { offerReceived, ticketChanged },
  Ticket, TicketHistoryEntry, Comment, Visit, Offer, Customer, Expert, Article, DeadLetter, DispatchAttempt,
  ChosenExpert, RejectedExpert, RunnerUp, ExpertReportRow, TicketChange, OfferEvent,
};
