import type { Caller } from '@sysops-squad/chassis/caller';
import { GraphQLError } from 'graphql';
import type { TestSubgraph } from '../../testing/testRouter.ts';

type Reference = { id: string };
type Context = { caller: Caller };

const directive = `
  enum CacheControlScope { PUBLIC PRIVATE }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
`;

/** A catalogue, and a subgraph that knows what its products cost; both say what may be kept. `asked`: what resolvers were asked for, in order. */
export function createShop() {
  const asked: string[] = [];
  const prices: Record<string, number> = { p1: 10, p2: 20, p3: 30 };
  const broken = new Set<string>();
  const product = (id: string) => ({ __typename: 'Product', id });
  const note = (what: string): void => void asked.push(what);

  const catalogue: TestSubgraph = {
    sdl: `${directive}
      type Query {
        some(ids: [ID!]!): [Product] @cacheControl(maxAge: 60, scope: PUBLIC)
        fresh(ids: [ID!]!): [Product]
        mine: Mine @cacheControl(maxAge: 60)
        shown: [String!] @cacheControl(maxAge: 60, scope: PUBLIC)
        failing: String @cacheControl(maxAge: 60, scope: PUBLIC)
        short: Int @cacheControl(maxAge: 1, scope: PUBLIC)
      }
      type Mutation { pick(id: ID!): Product }
      type Product @key(fields: "id") @cacheControl(inheritMaxAge: true) { id: ID! }
      type Mine @cacheControl(inheritMaxAge: true) { owner: String session: String }
    `,
    resolvers: {
      Query: {
        some: (_: unknown, { ids }: { ids: string[] }) => (note('some'), ids.map(product)),
        fresh: (_: unknown, { ids }: { ids: string[] }) => (note('fresh'), ids.map(product)),
        mine: (_: unknown, __: unknown, { caller }: Context) => (note('mine'), { owner: caller.id, session: caller.sessionId }),
        // As our own products: what is not sold any more is for those who look after it.
        shown: (_: unknown, __: unknown, { caller }: Context) => (note('shown'), caller.roles.includes('ADMIN') ? ['sold', 'not sold'] : ['sold']),
        failing: () => {
          note('failing');
          throw new GraphQLError('not now', { extensions: { code: 'UNAVAILABLE' } });
        },
        short: () => (note('short'), asked.length),
      },
      Mutation: { pick: (_: unknown, { id }: Reference) => product(id) },
      Product: { __resolveReference: async (reference: Reference) => reference },
    },
  };
  const money: TestSubgraph = {
    sdl: `${directive}
      type Query { bookkeeping: String }
      type Mutation { setPrice(id: ID!, price: Int!): Product }
      type Product @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
        id: ID!
        price(rebate: Int): Int
        cost: Int @requiresScopes(scopes: [["ADMIN"]])
        mineToPay: String @cacheControl(maxAge: 60, scope: PRIVATE)
        stock: Stock
        tenant: String
      }
      type Stock { count: Int }
    `,
    resolvers: {
      Mutation: {
        setPrice: (_: unknown, { id, price }: { id: string; price: number }) => ((prices[id] = price), product(id)),
      },
      Product: {
        __resolveReference: async ({ id }: Reference) => {
          note(id);
          if (broken.has(id)) throw new GraphQLError('broken', { extensions: { code: 'UNAVAILABLE' } });
          return prices[id] === undefined ? null : product(id);
        },
        price: ({ id }: Reference, { rebate = 0 }: { rebate?: number }) => prices[id]! - rebate,
        cost: ({ id }: Reference) => prices[id]! / 2,
        mineToPay: ({ id }: Reference, _: unknown, { caller }: Context) => `${id} of ${caller.id}`,
        stock: () => ({ count: 5 }),
      },
    },
  };
  return {
    subgraphs: { catalogue, money },
    prices,
    broken,
    /** Since it was last called. */
    asked: (): string[] => asked.splice(0),
  };
}
export type Shop = ReturnType<typeof createShop>;
