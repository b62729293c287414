import DataLoader from 'dataloader';
import { articlesByIds } from './articles.ts';
import { contractsByIds, invoicesByIds, paymentsOfInvoices } from './contracts.ts';
import { customersByIds } from './customers.ts';
import { inOrderOf } from './batches.ts';
import { expertIdsOfUsers, expertsByIds } from './experts.ts';
import { allPlans } from './plans.ts';
import { productsByIds } from './products.ts';
import type { Rest } from './rest.ts';
import { allSkills } from './skills.ts';
import { allTerritories } from './territories.ts';
import { attentionOfTickets } from './ticketHistory.ts';
import { ticketsByIds } from './tickets.ts';
import { usersByIds } from './users.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** One set for each request: a type is read from the monolith once, however many of its objects are asked for. */
export function createLoaders(rest: Rest) {
  const loader = <Thing>(read: (rest: Rest, keys: readonly string[]) => Promise<Thing[]>) => new DataLoader<string, Thing>((keys) => read(rest, keys), { maxBatchSize: 1_000 });
  const small = <Thing>(readAll: (rest: Rest) => Promise<Thing[]>, keyOf: (thing: Thing) => string) =>
    new DataLoader<string, Thing | null>(async (keys) => inOrderOf(keys, await readAll(rest), keyOf), { maxBatchSize: 1_000 });
  return {
    article: loader(articlesByIds),
    attention: loader(attentionOfTickets),
    contract: loader(contractsByIds),
    customer: loader(customersByIds),
    expert: loader(expertsByIds),
    expertIdOfUser: loader(expertIdsOfUsers),
    invoice: loader(invoicesByIds),
    paymentsOfInvoice: loader(paymentsOfInvoices),
    plan: small(allPlans, ({ id }) => id),
    planByCode: small(allPlans, ({ code }) => code),
    product: loader(productsByIds),
    skill: small(allSkills, ({ id }) => id),
    territory: small(allTerritories, ({ id }) => id),
    ticket: loader(ticketsByIds),
    user: loader(usersByIds),
  };
}
