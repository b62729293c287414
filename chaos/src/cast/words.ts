import { operation } from '@sysops-squad/client/operations';

/** The operations of `operations/`, and beside them short forms, so that the machine's time goes into tickets. */
export const words = {
  createWhole: operation('CreateTicket'),
  create: 'mutation Create($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id number status } userErrors { code message } } }',
  update: 'mutation Update($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { id status } userErrors { code message } } }',
  cancel: 'mutation Cancel($ticketId: ID!, $reason: String!) { cancelTicket(input: { ticketId: $ticketId, reason: $reason }) { ticket { id status } userErrors { code message } } }',
  comment: operation('AddComment'),
  accept: 'mutation Accept($offerId: ID!) { acceptOffer(input: { offerId: $offerId }) { offer { id status visit { id } } ticket { id status } userErrors { code message } } }',
  refuse: 'mutation Refuse($offerId: ID!, $reason: RefusalReason!) { refuseOffer(input: { offerId: $offerId, reason: $reason }) { offer { id status } userErrors { code message } } }',
  travel: 'mutation Travel($visitId: ID!) { startTravel(input: { visitId: $visitId }) { visit { id status } ticket { id status } userErrors { code message } } }',
  cannot: 'mutation Cannot($visitId: ID!, $reason: String!) { cannotArrive(input: { visitId: $visitId, reason: $reason }) { visit { id status } ticket { id status } userErrors { code message } } }',
  arrive: 'mutation Arrive($visitId: ID!) { arriveOnSite(input: { visitId: $visitId }) { visit { id status } ticket { id status } userErrors { code message } } }',
  complete: 'mutation Complete($input: CompleteVisitInput!) { completeVisit(input: $input) { visit { id status } ticket { id status } userErrors { code message } } }',
  offers: 'subscription Offers($after: String) { offerReceived(after: $after) { cursor kind offer { id status ticket { id status } visit { id } } } }',
  offersWhole: operation('OfferReceived'),
  changes: 'subscription Changes($ticketId: ID!, $after: String) { ticketChanged(ticketId: $ticketId, after: $after) { cursor change ticket { id status } } }',
  look: 'query Look($id: ID!) { ticket(id: $id) { id number status customer { id } history(first: 5) { edges { node { toStatus } } } } }',
  attention: 'query Attention { ticketsNeedingAttention(first: 20) { edges { node { id attention { reason } } } } }',
  assign: 'mutation Assign($input: AssignTicketInput!) { assignTicket(input: $input) { ticket { id status } overriddenRules userErrors { code message } } }',
  bill: operation('RunBilling'),
  addMethod: operation('AddPaymentMethod'),
  subscribe: operation('SubscribeToPlan'),
  importTickets: 'mutation Import($input: ImportTicketsInput!) { importTickets(input: $input) { results { externalId outcome reason ticket { id } } userErrors { code message } } }',
  told: 'query Told($id: ID!) { notifications(recipientId: $id, first: 20) { edges { node { template body status } } } }',
  survey: operation('SurveyByToken'),
  answer: operation('SubmitSurvey'),
} as const;
