import { resolvedSupergraph } from './testing/resolvedSupergraph.ts';

const byId = <T extends { id: string }>(all: readonly T[]) => ({ __resolveReference: async ({ id }: { id: string }) => all.find((one) => one.id === id) ?? null });
const subgraphsAsked = ({ asked }: ReturnType<typeof resolvedSupergraph>): string[] => asked.map(({ subgraph }) => subgraph);

test('an object that no subgraph on the way knows has no further fields, and nobody is asked for it by an empty key', async () => {
  const books = [{ upc: 'b1', id: '1' }, { upc: 'b2', id: '2' }, { upc: 'b3', id: null }];
  const graph = resolvedSupergraph({
    shop: { sdl: 'type Query { sold: [Sale] } type Sale { book: Book } type Book @key(fields: "upc") { upc: ID! }', resolvers: { Query: { sold: () => books.map((book) => ({ book })) } } },
    register: {
      sdl: 'type Book @key(fields: "upc") @key(fields: "id") { upc: ID! id: ID! }',
      resolvers: { Book: { __resolveReference: async ({ upc }: { upc: string }) => books.find((book) => book.upc === upc && book.id) ?? null } },
    },
    authors: { sdl: 'type Book @key(fields: "id") { id: ID! author: String }', resolvers: { Book: byId([{ id: '1', author: 'Alice' }, { id: '2', author: 'Bob' }]) } },
  });
  expect(await graph.run('{ sold { book { upc author } } }')).toEqual({
    data: { sold: [{ book: { upc: 'b1', author: 'Alice' } }, { book: { upc: 'b2', author: 'Bob' } }, { book: { upc: 'b3', author: null } }] },
  });
  expect(graph.asked.at(-1)!.variables['representations']).toEqual([{ __typename: 'Book', id: '1' }, { __typename: 'Book', id: '2' }]);
});

test('a requirement may have requirements of its own, in both directions', async () => {
  const years: Record<string, number> = { a1: 1, a2: 9 };
  const graph = resolvedSupergraph({
    posts: {
      sdl: `type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! novice: Boolean! @external expert: Boolean! @requires(fields: "novice") }
        type Author @key(fields: "id") { id: ID! years: Int! }`,
      resolvers: {
        Query: { feed: () => [{ id: 'p1' }, { id: 'p2' }] },
        Post: { __resolveReference: async (post: object) => post, expert: ({ novice }: { novice: boolean }) => !novice },
        Author: { __resolveReference: async ({ id }: { id: string }) => ({ id, years: years[id] }) },
      },
    },
    reviews: {
      sdl: `type Post @key(fields: "id") { id: ID! author: Author! novice: Boolean! @requires(fields: "author { years }") }
        type Author @key(fields: "id") { id: ID! years: Int! @external }`,
      resolvers: {
        Post: {
          __resolveReference: async ({ id, author }: { id: string; author?: { years: number } }) => ({ id, author: author ?? { id: id.replace('p', 'a') } }),
          novice: ({ author }: { author: { years: number } }) => author.years < 5,
        },
      },
    },
  });
  expect((await graph.run('{ feed { expert } }')).data).toEqual({ feed: [{ expert: false }, { expert: true }] });
  expect(subgraphsAsked(graph)).toEqual(['posts', 'reviews', 'posts', 'reviews', 'posts']);
});

test('a requirement may select by type, of an interface within an interface', async () => {
  const kinds = 'interface Foo { foo: String! } interface Bar implements Foo { foo: String! bar: String! } type Baz implements Foo & Bar @shareable { foo: String! bar: String! baz: String! } type Qux implements Foo & Bar @shareable { foo: String! bar: String! qux: String! }';
  const data = [{ __typename: 'Baz', foo: 'f1', bar: 'b1', baz: 'z' }, { __typename: 'Qux', foo: 'f2', bar: 'b2', qux: 'q' }];
  const graph = resolvedSupergraph({
    a: { sdl: `type Query { all: [Entity] } type Entity @key(fields: "id") { id: ID! data: Foo } ${kinds}`, resolvers: { Query: { all: () => data.map((one, id) => ({ id, data: one })) } } },
    b: {
      sdl: `type Entity @key(fields: "id") { id: ID! data: Foo @external told: String @requires(fields: "data { foo ... on Bar { bar ... on Baz { baz } ... on Qux { qux } } }") } ${kinds}`,
      resolvers: { Entity: { __resolveReference: async (entity: object) => entity, told: ({ data: { __typename, ...rest } }: { data: Record<string, string> }) => Object.values(rest).toSorted().join() } },
    },
  });
  expect((await graph.run('{ all { told } }')).data).toEqual({ all: [{ told: 'b1,f1,z' }, { told: 'b2,f2,q' }] });
});

describe('what is provided at a place is not fetched elsewhere', () => {
  const media = [{ __typename: 'Book', id: 'b' }, { __typename: 'Movie', id: 'm' }];
  const titles = { Book: { __resolveReference: async ({ id }: { id: string }) => ({ id, title: `title of ${id}` }) }, Movie: { __resolveReference: async ({ id }: { id: string }) => ({ id, title: `title of ${id}` }) } };
  const graphOf = () =>
    resolvedSupergraph({
      shop: {
        sdl: `type Query { media: [Media] @provides(fields: "... on Book { title }") } union Media = Book | Movie
          type Book @key(fields: "id") { id: ID! title: String @external } type Movie @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { media: () => media.map((one) => ({ ...one, title: `provided for ${one.id}` })) } },
      },
      titles: { sdl: 'type Book @key(fields: "id") { id: ID! title: String @shareable } type Movie @key(fields: "id") { id: ID! title: String @shareable }', resolvers: titles },
    });
  test('for one member of a union', async () => {
    const graph = graphOf();
    expect((await graph.run('{ media { ... on Book { title } } }')).data).toEqual({ media: [{ title: 'provided for b' }, {}] });
    expect(subgraphsAsked(graph)).toEqual(['shop']);
  });
  test('the other member is fetched', async () => {
    const graph = graphOf();
    expect((await graph.run('{ media { ... on Book { title } ... on Movie { title } } }')).data).toEqual({ media: [{ title: 'provided for b' }, { title: 'title of m' }] });
    expect(graph.asked[1]!.variables['representations']).toEqual([{ __typename: 'Movie', id: 'm' }]);
  });
  test('at a depth, and no further', async () => {
    const nested = resolvedSupergraph({
      shop: {
        sdl: `type Query { products: [Product] @provides(fields: "categories { name }") } type Product @key(fields: "id") { id: ID! categories: [Category] @external }
          type Category @key(fields: "id") { id: ID! name: String }`,
        resolvers: { Query: { products: () => [{ id: 'p', categories: [{ id: 'c', name: 'provided' }] }] }, Category: { __resolveReference: async ({ id }: { id: string }) => ({ id, name: `name of ${id}` }) } },
      },
      tree: {
        sdl: 'type Product @key(fields: "id") { id: ID! categories: [Category] @shareable } type Category @key(fields: "id") { id: ID! parts: [Category] }',
        resolvers: { Category: { __resolveReference: async ({ id }: { id: string }) => ({ id, parts: [{ id: `part of ${id}` }] }) } },
      },
    });
    expect((await nested.run('{ products { categories { name parts { name } } } }')).data).toEqual({ products: [{ categories: [{ name: 'provided', parts: [{ name: 'name of part of c' }] }] }] });
    expect(subgraphsAsked(nested)).toEqual(['shop', 'tree', 'shop']);
  });
});

test('a field of the root that several subgraphs share is put together from all of them', async () => {
  const graph = resolvedSupergraph({
    names: { sdl: 'type Query { product: Product @shareable } type Product @shareable { id: ID! name: String } ', resolvers: { Query: { product: () => ({ id: '1', name: 'Tap' }) } } },
    prices: { sdl: 'type Query { product: Product @shareable } type Product { id: ID! @shareable price: Price } type Price { amount: Int }', resolvers: { Query: { product: () => ({ id: '1', price: { amount: 5 } }) } } },
  });
  expect(await graph.run('{ product { id name price { amount } } }')).toEqual({ data: { product: { id: '1', name: 'Tap', price: { amount: 5 } } } });
});

test('keys that a subgraph calls external, as in the first version of federation', async () => {
  const graph = resolvedSupergraph({
    prices: { sdl: 'type Query { cheapest: Product } extend type Product @key(fields: "id") { id: ID! @external price: Float }', resolvers: { Query: { cheapest: () => ({ id: '1', price: 0.5 }) }, Product: { __resolveReference: async ({ id }: { id: string }) => ({ id, price: 0.5 }) } } },
    names: { sdl: 'type Query { all: [Product] } type Product @key(fields: "id") { id: ID! name: String! }', resolvers: { Query: { all: () => [{ id: '1', name: 'Tap' }] }, Product: byId([{ id: '1', name: 'Tap' }]) } },
  });
  const product = { id: '1', name: 'Tap', price: 0.5 };
  expect((await graph.run('{ cheapest { id name price } all { id name price } }')).data).toEqual({ cheapest: product, all: [product] });
});
