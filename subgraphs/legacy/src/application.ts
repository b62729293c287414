import { addAddress } from './commands/addAddress.ts';
import { addComment } from './commands/addComment.ts';
import { addPaymentMethod } from './commands/addPaymentMethod.ts';
import { arriveOnSite } from './commands/arriveOnSite.ts';
import { cancelContract } from './commands/cancelContract.ts';
import { cancelTicket } from './commands/cancelTicket.ts';
import { completeVisit } from './commands/completeVisit.ts';
import { createTicket } from './commands/createTicket.ts';
import { inviteToSurvey } from './commands/inviteToSurvey.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { publishArticle } from './commands/publishArticle.ts';
import { rateArticle } from './commands/rateArticle.ts';
import { refreshSession } from './commands/refreshSession.ts';
import { registerCustomer } from './commands/registerCustomer.ts';
import { requestTimeOff } from './commands/requestTimeOff.ts';
import { runBilling } from './commands/runBilling.ts';
import { saveExpert } from './commands/saveExpert.ts';
import { saveProduct } from './commands/saveProduct.ts';
import { sendNotification } from './commands/sendNotification.ts';
import { startTravel } from './commands/startTravel.ts';
import { submitSurvey } from './commands/submitSurvey.ts';
import { subscribeToPlan } from './commands/subscribeToPlan.ts';
import { updateNotificationPreferences } from './commands/updateNotificationPreferences.ts';
import { updateProfile } from './commands/updateProfile.ts';
import { updateTicket } from './commands/updateTicket.ts';
import { answeredSurveys } from './queries/answeredSurveys.ts';
import { article } from './queries/article.ts';
import { articles } from './queries/articles.ts';
import { commentsOfTicket } from './queries/commentsOfTicket.ts';
import { contractsOfCustomer } from './queries/contractsOfCustomer.ts';
import { customer } from './queries/customer.ts';
import { customers } from './queries/customers.ts';
import { expert } from './queries/expert.ts';
import { expertReport } from './queries/expertReport.ts';
import { experts } from './queries/experts.ts';
import { financialReport } from './queries/financialReport.ts';
import { historyOfTicket } from './queries/historyOfTicket.ts';
import { invoicesOfCustomer } from './queries/invoicesOfCustomer.ts';
import { me } from './queries/me.ts';
import { notifications } from './queries/notifications.ts';
import { paymentMethodsOfCustomer } from './queries/paymentMethodsOfCustomer.ts';
import { products } from './queries/products.ts';
import { rosterDigest } from './queries/rosterDigest.ts';
import { skills } from './queries/skills.ts';
import { supportPlans } from './queries/supportPlans.ts';
import { surveyInvitation } from './queries/surveyInvitation.ts';
import { territories } from './queries/territories.ts';
import { ticket } from './queries/ticket.ts';
import { ticketReport } from './queries/ticketReport.ts';
import { tickets } from './queries/tickets.ts';
import { ticketsNeedingAttention } from './queries/ticketsNeedingAttention.ts';
import { ticketsOfArticle } from './queries/ticketsOfArticle.ts';
import { users } from './queries/users.ts';
import { expertContacts } from './queries/expertContacts.ts';
import { visitsOfExpert } from './queries/visitsOfExpert.ts';
import type { WritingParts } from './commands/request.ts';

/**
 * The subgraph around the monolith. It has no database: `monolith/` is the only folder that knows the REST API, its rows and its
 * habits; `domain/` holds the rules about who sees what and what may be asked for; queries read, commands change.
 *
 * - Own part: what has not left the monolith yet (experts, skills, territories, products, knowledge base, surveys, notifications).
 * - The part that has left: auth, customer, payment and ticket override these fields. Taking one of them off supergraph.yaml gives its
 *   fields back to the monolith, with the monolith's limits: one address for each customer, one window and one visit for each ticket,
 *   no idempotency keys, no sessions to end, no charging, no SLA. What it cannot do is refused with UNSUPPORTED_BY_MONOLITH.
 * - When the monolith does not answer within 1.5 seconds, its fields fail with UNAVAILABLE.
 */
export type Application = ReturnType<typeof createApplication>;

export function createApplication(parts: WritingParts) {
  return {
    // Reads of what has not left.
    products: products(parts),
    experts: experts(parts),
    expert: expert(),
    skills: skills(parts),
    territories: territories(parts),
    rosterDigest: rosterDigest(parts),
    articles: articles(parts),
    article: article(),
    surveyInvitation: surveyInvitation(parts),
    answeredSurveys: answeredSurveys(parts),
    notifications: notifications(parts),

    // Changes of what has not left.
    sendNotification: sendNotification(parts),
    inviteToSurvey: inviteToSurvey(parts),
    submitSurvey: submitSurvey(parts),
    publishArticle: publishArticle(parts),
    rateArticle: rateArticle(parts),
    requestTimeOff: requestTimeOff(parts),
    saveExpert: saveExpert(parts),
    saveProduct: saveProduct(parts),

    // Reads of what has left and can come back.
    me: me(),
    users: users(parts),
    customer: customer(),
    customers: customers(parts),
    contractsOfCustomer: contractsOfCustomer(parts),
    invoicesOfCustomer: invoicesOfCustomer(parts),
    paymentMethodsOfCustomer: paymentMethodsOfCustomer(parts),
    supportPlans: supportPlans(parts),
    financialReport: financialReport(parts),
    ticket: ticket(),
    tickets: tickets(parts),
    ticketsNeedingAttention: ticketsNeedingAttention(parts),
    historyOfTicket: historyOfTicket(parts),
    commentsOfTicket: commentsOfTicket(parts),
    visitsOfExpert: visitsOfExpert(parts),
    expertContacts: expertContacts(parts),
    ticketsOfArticle: ticketsOfArticle(parts),
    ticketReport: ticketReport(parts),
    expertReport: expertReport(parts),

    // Changes of what has left and can come back.
    login: login(parts),
    refreshSession: refreshSession(parts),
    logout: logout(),
    registerCustomer: registerCustomer(parts),
    updateProfile: updateProfile(parts),
    addAddress: addAddress(),
    updateNotificationPreferences: updateNotificationPreferences(parts),
    addPaymentMethod: addPaymentMethod(),
    subscribeToPlan: subscribeToPlan(parts),
    cancelContract: cancelContract(parts),
    runBilling: runBilling(parts),
    createTicket: createTicket(parts),
    updateTicket: updateTicket(parts),
    addComment: addComment(parts),
    cancelTicket: cancelTicket(parts),
    startTravel: startTravel(parts),
    arriveOnSite: arriveOnSite(parts),
    completeVisit: completeVisit(parts),
  };
}
