import { roles, type Role } from '../caller.ts';

/** A role, or nobody known. */
export type Audience = Role | 'ANONYMOUS';

/**
 * What the names in `@policy` mean. A caller's roles decide who cannot possibly be meant, at the router and in every subgraph; whose a thing
 * is only the resolvers know of the subgraph that owns it, and they decide among the others. A name that is not here is fulfilled by nobody.
 */
export type Policy = { audience: readonly Audience[]; meaning: string };

const everybody: readonly Audience[] = ['ANONYMOUS', ...roles];
const office = ['OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM'] as const;

/** The parts of an answer that have no rule of their own: whoever may see the field that leads to them. */
export const inherited = 'inherited';

export const policies: Readonly<Record<string, Policy>> = {
  public: { audience: everybody, meaning: 'anybody' },
  [inherited]: { audience: everybody, meaning: 'whoever sees the field that leads here' },
  'account:self': { audience: everybody, meaning: 'the account itself, also while it signs in, and ADMIN' },
  'survey:token': { audience: everybody, meaning: 'whoever has the token of the survey' },
  'customer:contact': { audience: everybody, meaning: 'the customer, also while registering, an expert who comes to them, and the office' },
  'customer:whole': { audience: ['ANONYMOUS', 'CUSTOMER', ...office], meaning: 'the customer, also while registering, and the office' },
  'customer:affairs': { audience: ['CUSTOMER', ...office], meaning: 'the customer and the office' },
  'customer:money': { audience: ['CUSTOMER', 'MANAGER', 'ADMIN'], meaning: 'the customer, MANAGER and ADMIN' },
  'contract:reference': { audience: ['CUSTOMER', 'EXPERT', ...office], meaning: 'the customer, the office, and an expert who comes to a ticket under it' },
  'ticket:participant': { audience: ['CUSTOMER', 'EXPERT', ...office], meaning: 'the customer, an expert who has or had an offer or visit, and the office' },
  'offer:holder': { audience: ['EXPERT', ...office], meaning: 'the expert whom it was made to, and the office' },
  'expert:private': { audience: ['EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM'], meaning: 'the expert, MANAGER and ADMIN' },
  'expert:calendar': { audience: ['EXPERT', ...office], meaning: 'the expert and the office' },
};
