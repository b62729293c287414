import type { GraphClient } from '@sysops-squad/chassis/graphClient';
import type { UserError } from '@sysops-squad/chassis/userError';

/** What a registration needs of whoever owns accounts. All may be repeated. @throws GraphUnavailable | GraphRefused */
export type Accounts = {
  provision: (account: { accountId: string; customerId: string; email: string; password: string }) => Promise<UserError[]>;
  activate: (accountId: string) => Promise<UserError[]>;
  abandon: (accountId: string) => Promise<UserError[]>;
};

type Answer = { answer: { userErrors: UserError[] } };

const mutation = (field: string, input: string): string =>
  `mutation ${field[0]!.toUpperCase()}${field.slice(1)}($input: ${input}!) { answer: ${field}(input: $input) { userErrors { code message field } } }`;

const provision = mutation('provisionAccount', 'ProvisionAccountInput');
const activate = mutation('activateAccount', 'AccountInput');
const abandon = mutation('abandonAccount', 'AccountInput');

export function accountsThroughGraph(graph: GraphClient): Accounts {
  const send = async (document: string, input: object): Promise<UserError[]> => (await graph.request<Answer>(document, { input })).answer.userErrors;
  return {
    provision: (account) => send(provision, account),
    activate: (accountId) => send(activate, { accountId }),
    abandon: (accountId) => send(abandon, { accountId }),
  };
}
