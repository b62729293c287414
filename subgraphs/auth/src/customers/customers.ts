import type { GraphClient } from '@sysops-squad/chassis/graphClient';
import type { UserError } from '@sysops-squad/chassis/userError';
import type { EmailConfirmation } from '../storage/emailConfirmations.ts';

/** What auth tells the context that owns customers. May be repeated. @throws GraphUnavailable | GraphRefused */
export type Customers = { confirmEmail: (confirmation: EmailConfirmation) => Promise<UserError[]> };

type Answer = { confirmCustomerEmail: { userErrors: UserError[] } };

const document = `mutation ConfirmCustomerEmail($input: ConfirmCustomerEmailInput!) {
  confirmCustomerEmail(input: $input) { userErrors { code message field } }
}`;

export const customersThroughGraph = (graph: GraphClient): Customers => ({
  confirmEmail: async ({ accountId, customerId, email, provenAt }) =>
    (await graph.request<Answer>(document, { input: { accountId, customerId, email, provenAt } })).confirmCustomerEmail.userErrors,
});
