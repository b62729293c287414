/**
 * What each of our services may call: root fields. A service signs in under the name that its key is bound to, and is refused every other
 * root field whose rule is not for everybody, whatever the role SYSTEM may have. A new call of a service is a line here.
 * The router calls as itself, with its own proof: it has no service key.
 */
export const serviceRights: Readonly<Record<string, readonly string[]>> = {
  auth: ['Mutation.confirmCustomerEmail'],
  customer: ['Mutation.provisionAccount', 'Mutation.activateAccount', 'Mutation.abandonAccount', 'Mutation.claimTickets', 'Query.expertContacts'],
  router: ['Query.revokedSessions'],
  'ticket-workflow': [
    'Query.customer', 'Query.entitlement', 'Query.expert', 'Query.experts', 'Query.territories', 'Query.rosterDigest', 'Query.answeredSurveys',
    'Mutation.sendNotification', 'Mutation.inviteToSurvey', 'Mutation.publishArticle',
  ],
};

/** Those that sign in with a key of their own. */
export const servicesWithKeys: readonly string[] = Object.keys(serviceRights).filter((name) => name !== 'router');

export const servicesThatMayCall = (coordinate: string): string[] =>
  Object.keys(serviceRights).filter((name) => serviceRights[name]!.includes(coordinate));
