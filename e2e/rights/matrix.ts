import type { Relation } from './relations.ts';

/**
 * Who may see what, in the words of the domain: written down by hand, and not derived from the rules in the schemas, which the walk holds
 * against it. `*` stands for the fields that are not named.
 */
type Rows = Readonly<Record<string, readonly Relation[]>>;

const office = ['operative', 'manager', 'admin', 'system'] as const;
const staff = ['expert', ...office] as const;
const signedIn = ['customer', ...staff] as const;
const anybody = ['anonymous', ...signedIn] as const;
const participants = ['owner', 'involved', ...office] as const;
const present = ['owner', 'engaged', ...office] as const;

export const objects: Readonly<Record<string, Rows>> = {
  User: { '*': ['itself', 'admin'] },
  Customer: {
    '*': ['owner', ...office],
    id: present,
    name: present,
    phone: present,
    notificationPreferences: present,
    invoices: ['owner', 'manager', 'admin'],
    paymentMethods: ['owner', 'manager', 'admin'],
  },
  Address: { '*': present, customerId: ['owner', ...office] },
  Plan: { '*': anybody },
  Product: { '*': anybody },
  Skill: { '*': anybody },
  Contract: { '*': ['owner', ...office], id: participants, plan: participants },
  Invoice: { '*': ['owner', 'manager', 'admin'] },
  Ticket: { '*': participants, customer: present, address: present, dispatchAttempts: ['manager', 'admin', 'system'] },
  Visit: { '*': participants },
  Offer: { '*': ['involved', ...office] },
  Expert: {
    '*': ['itself', 'manager', 'admin', 'system'],
    id: ['visited', ...staff],
    name: ['visited', ...staff],
    phone: ['visited', ...staff],
    skills: ['visited', ...staff],
    active: staff,
    territories: staff,
    visits: ['itself', ...office],
  },
  Territory: { '*': staff },
  Article: { '*': staff },
};

const managers = ['manager', 'admin'] as const;
const tellers = ['customer', 'operative', 'manager'] as const;

/** Who gets an answer at all; what is in it is for `objects` to say. `owner`: of the customer that is asked for. */
export const roots: Readonly<Record<'Query' | 'Mutation' | 'Subscription', Rows>> = {
  Query: {
    me: signedIn, sessions: signedIn, secondFactors: signedIn, users: ['admin'], auditLog: ['admin'], undeliveredMessages: ['admin'], revokedSessions: ['system'],
    customer: ['owner', ...office], customers: ['operative', ...managers],
    supportPlans: anybody, entitlement: ['owner', ...office], financialReport: managers,
    ticket: signedIn, tickets: signedIn, ticketsNeedingAttention: ['operative', ...managers], ticketReport: managers, expertReport: managers,
    assignmentCheck: ['manager'], servicePolicies: ['operative', ...managers], dispatchPolicies: managers, expertContacts: ['system'], deadLetters: managers,
    products: anybody, product: anybody, experts: office, expert: staff, skills: staff, territories: staff, articles: staff, article: staff,
    surveyInvitation: anybody, answeredSurveys: ['system'], rosterDigest: ['system'], notifications: [...managers, 'system'],
  },
  Mutation: {
    login: anybody, refreshSession: anybody, logout: signedIn, registerCustomer: anybody,
    verifyEmail: anybody, requestPasswordReset: anybody, resetPassword: anybody, requestSignInCode: anybody,
    beginOidcLogin: anybody, completeOidcLogin: anybody,
    completeLogin: anybody, beginPasskeyLogin: anybody, beginTotp: signedIn, confirmTotp: signedIn, removeTotp: signedIn,
    beginPasskey: signedIn, completePasskey: signedIn, removePasskey: signedIn, renewRecoveryCodes: signedIn, clearSecondFactor: ['admin'],
    resendVerification: signedIn, changePassword: signedIn, changeEmail: signedIn, endSession: signedIn, endOtherSessions: signedIn,
    resendMessage: ['admin'], saveUser: ['admin'], provisionAccount: ['system'], activateAccount: ['system'], abandonAccount: ['system'],
    updateProfile: ['customer'], addAddress: ['customer'], updateNotificationPreferences: ['customer'], importCustomers: ['admin'], confirmCustomerEmail: ['system'], requestPhoneCode: ['customer'], confirmPhone: ['customer'],
    addPaymentMethod: ['customer'], subscribeToPlan: ['customer'], cancelContract: ['customer', 'admin'], runBilling: ['admin'],
    createTicket: ['customer', 'operative'], updateTicket: tellers, addComment: ['expert', ...tellers], cancelTicket: tellers,
    acceptOffer: ['expert'], refuseOffer: ['expert'], startTravel: ['expert'], arriveOnSite: ['expert'], completeVisit: ['expert'], cannotArrive: ['expert'],
    assignTicket: ['manager'], importTickets: ['admin', 'system'], claimTickets: ['system'], saveServicePolicy: ['admin'], saveDispatchPolicy: ['admin'], replayDeadLetter: managers,
    sendNotification: ['system'], inviteToSurvey: ['system'], submitSurvey: anybody, publishArticle: ['system'], rateArticle: ['expert', 'operative'],
    requestTimeOff: ['expert'], saveExpert: ['admin'], saveProduct: ['admin'],
  },
  Subscription: { offerReceived: ['expert'], ticketChanged: participants },
};
