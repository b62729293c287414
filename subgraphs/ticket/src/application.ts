import { acceptOffer, refuseOffer } from './commands/offers.ts';
import { addComment } from './commands/addComment.ts';
import { assignTicket } from './commands/assignTicket.ts';
import { cancelTicket } from './commands/cancelTicket.ts';
import { cannotArrive } from './commands/cannotArrive.ts';
import { checkAssignment } from './commands/checkAssignment.ts';
import { claimTickets } from './commands/claimTickets.ts';
import { createTicket } from './commands/createTicket.ts';
import { importTickets } from './commands/importTickets.ts';
import { newId } from './commands/newId.ts';
import type { Parts } from './commands/parts.ts';
import { replayDeadLetter } from './commands/replayDeadLetter.ts';
import { saveDispatchPolicy } from './commands/saveDispatchPolicy.ts';
import { saveServicePolicy } from './commands/saveServicePolicy.ts';
import { updateTicket } from './commands/updateTicket.ts';
import { arriveOnSite, completeVisit, startTravel } from './commands/visits.ts';
import type { Wake } from './messaging/wake.ts';
import { deadLetters } from './queries/deadLetters.ts';
import { dispatchAttempts } from './queries/dispatchAttempts.ts';
import { dispatchPolicies, dispatchPolicy } from './queries/dispatchPolicies.ts';
import { expertContacts } from './queries/expertContacts.ts';
import { expertOffers } from './queries/expertOffers.ts';
import { expertVisits } from './queries/expertVisits.ts';
import { offerEvents } from './queries/offerEvents.ts';
import { replayAttempt } from './queries/replayAttempt.ts';
import { expertReport, ticketReport } from './queries/reports.ts';
import { noEntryFrom, servicePolicies } from './queries/servicePolicies.ts';
import { ticketChanges } from './queries/ticketChanges.ts';
import { ticketComments } from './queries/ticketComments.ts';
import { ticketHistory } from './queries/ticketHistory.ts';
import { tickets } from './queries/tickets.ts';
import { ticketsNeedingAttention } from './queries/ticketsNeedingAttention.ts';
import type { Database } from './storage/prisma.ts';
import { createStorage } from './storage/storage.ts';

/** Everything that can be asked of the ticket context, and what it is made of. */
export function createApplication({ prisma, wake, clock = () => new Date() }: { prisma: Database; wake: Wake; clock?: () => Date }) {
  const parts: Parts = { storage: createStorage({ prisma, wake }), database: prisma, newId, clock };
  return {
    database: prisma,
    clock,
    commands: {
      createTicket: createTicket(parts),
      updateTicket: updateTicket(parts),
      addComment: addComment(parts),
      cancelTicket: cancelTicket(parts),
      acceptOffer: acceptOffer(parts),
      refuseOffer: refuseOffer(parts),
      startTravel: startTravel(parts),
      arriveOnSite: arriveOnSite(parts),
      completeVisit: completeVisit(parts),
      cannotArrive: cannotArrive(parts),
      assignTicket: assignTicket(parts),
      checkAssignment: checkAssignment(parts),
      claimTickets: claimTickets(parts),
      importTickets: importTickets(parts),
      replayDeadLetter: replayDeadLetter(parts),
      saveDispatchPolicy: saveDispatchPolicy(parts),
      saveServicePolicy: saveServicePolicy(parts),
    },
    queries: {
      tickets: tickets(prisma),
      ticketsNeedingAttention: ticketsNeedingAttention(prisma),
      ticketHistory: ticketHistory(prisma),
      ticketComments: ticketComments(prisma),
      dispatchAttempts: dispatchAttempts(prisma),
      replayAttempt: replayAttempt(prisma),
      servicePolicies: servicePolicies(prisma),
      noEntryFrom: noEntryFrom(prisma, clock),
      dispatchPolicies: dispatchPolicies(prisma),
      expertContacts: expertContacts(prisma),
      dispatchPolicy: dispatchPolicy(prisma),
      expertOffers: expertOffers(prisma),
      expertVisits: expertVisits(prisma),
      ticketReport: ticketReport(prisma),
      expertReport: expertReport(prisma),
      deadLetters: deadLetters(prisma),
    },
    subscriptions: {
      offerEvents: offerEvents({ database: prisma, wake }),
      ticketChanges: ticketChanges({ database: prisma, wake }),
    },
  };
}
export type Application = ReturnType<typeof createApplication>;
