import type { Caller } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { GraphQLError } from 'graphql';
import { createEventLog } from './eventLog.ts';
import type { TestSubgraph } from './testRouter.ts';

type Context = { caller: Caller };
export const seenCallers: Caller[] = [];

/** Two small subgraphs: `tickets` owns an event log, `people` knows who a customer is and tells only those who may know. */
export function createDesk() {
  const log = createEventLog<{ kind: string; ticketId: string }>();
  const blocked = new Set<string>();
  const hung: (() => void)[] = [];
  const counts = { peopleFetches: 0, subscribed: 0, ticked: 0, after: [] as (string | null | undefined)[] };
  const ticket = (id: string) => ({ __typename: 'Ticket', id, title: `Ticket ${id}`, customer: { __typename: 'Customer', id: `cus_${id}` } });

  const tickets: TestSubgraph = {
    sdl: `
      type Query { ticket(id: ID!): Ticket tickets: [Ticket!]! whoAmI: Who broken: String refused(code: String!): String slow: String }
      type Mutation { rename(id: ID!, title: String!): Ticket fail: Ticket createTicket: String }
      type Subscription {
        ticketEvents(after: String): TicketEvent
        "Cannot be resumed."
        ticks: Tick
      }
      type TicketEvent { cursor: String! kind: String! ticket: Ticket }
      type Tick { n: Int! ticket: Ticket }
      type Ticket @key(fields: "id") { id: ID! title: String customer: Customer }
      type Customer @key(fields: "id", resolvable: false) { id: ID! }
      type Who { kind: String! id: ID roles: [String!]! customerId: ID clientAddress: String }
    `,
    resolvers: {
      Query: {
        ticket: (_: unknown, { id }: { id: string }) => ticket(id),
        tickets: () => ['a', 'b', 'c'].map(ticket),
        whoAmI: (_: unknown, __: unknown, { caller }: Context) => (seenCallers.push(caller), caller),
        broken: () => {
          throw new Error('password of the database is hunter2');
        },
        refused: (_: unknown, { code }: { code: string }) => {
          throw new GraphQLError(`refused with ${code}`, { extensions: { code, secret: 'x' } });
        },
        slow: () => new Promise((resolve) => hung.push(() => resolve('late'))),
      },
      Mutation: { rename: (_: unknown, { id, title }: { id: string; title: string }) => ({ ...ticket(id), title }), fail: () => Promise.reject(forbidden()), createTicket: () => new Promise((resolve) => hung.push(() => resolve('late'))) },
      Subscription: {
        ticketEvents: {
          subscribe: (_: unknown, { after }: { after?: string }) => {
            counts.subscribed += 1;
            counts.after.push(after);
            return mapAsync(log.read(Number(after ?? 0)), ({ cursor, entry }) => ({ ticketEvents: { cursor, kind: entry.kind, ticket: ticket(entry.ticketId) } }));
          },
        },
        ticks: { subscribe: () => mapAsync(log.read(0), ({ cursor, entry }) => ((counts.ticked += 1), { ticks: { n: Number(cursor), ticket: ticket(entry.ticketId) } })) },
      },
      Ticket: { __resolveReference: async ({ id }: { id: string }) => ticket(id) },
    },
  };
  const people: TestSubgraph = {
    sdl: `
      type Query { customer(id: ID!): Customer }
      type Customer @key(fields: "id") { id: ID! name: String seenBy: String }
    `,
    resolvers: {
      Query: { customer: (_: unknown, { id }: { id: string }) => ({ id }) },
      Customer: {
        __resolveReference: async ({ id }: { id: string }, { caller }: Context) => {
          counts.peopleFetches += 1;
          if (caller.id !== null && blocked.has(caller.id)) throw forbidden('You may not see this customer.');
          return { id };
        },
        name: ({ id }: { id: string }) => `Name of ${id}`,
        seenBy: (_: unknown, __: unknown, { caller }: Context) => caller.id,
      },
    },
  };
  return { subgraphs: { tickets, people }, log, blocked, counts, hanging: () => hung.length, letGo: () => hung.splice(0).forEach((resolve) => resolve()) };
}

/** Keeps the source's own `return`, which ends it at once. */
function mapAsync<A, B>(source: AsyncGenerator<A, void, void>, map: (value: A) => B): AsyncIterableIterator<B> {
  return {
    next: async () => {
      const { done, value } = await source.next();
      return done ? { done, value: undefined } : { done: false, value: map(value as A) };
    },
    return: async () => {
      await source.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
