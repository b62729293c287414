import { resolvedSupergraph } from './testing/resolvedSupergraph.ts';

test('an enum value that clients may not see is null, and told', async () => {
  const users = [{ id: 'u1', type: 'REGULAR' }, { id: 'u2', type: 'ANONYMOUS' }];
  const graph = resolvedSupergraph({
    a: { sdl: 'type Query { first: User } type User @key(fields: "id") { id: ID! type: Type @shareable } enum Type { REGULAR }', resolvers: { Query: { first: () => users[0] } } },
    b: { sdl: 'type Query { users(type: Type): [User!] } type User @key(fields: "id") { id: ID! type: Type @shareable } enum Type { REGULAR ANONYMOUS @inaccessible }', resolvers: { Query: { users: () => users } } },
  });
  const { data, errors, extensions } = await graph.run('{ users { id type } }');
  expect(data).toEqual({ users: [{ id: 'u1', type: 'REGULAR' }, { id: 'u2', type: null }] });
  expect(errors).toBeUndefined();
  expect(extensions!['valueCompletion'].map(({ path }: { path: unknown }) => path)).toEqual([['users', 1, 'type']]);
  await expect(graph.run('{ users(type: ANONYMOUS) { id } }')).rejects.toThrow('ANONYMOUS');
});

test('a null where none may be takes its object along, up to the nearest that may be null', async () => {
  const graph = resolvedSupergraph({
    tickets: { sdl: 'type Query { tickets: [Ticket] strict: [Ticket!] one: Ticket! } type Ticket @key(fields: "id") { id: ID! }', resolvers: { Query: { tickets: () => [{ id: '1' }, { id: '2' }], strict: () => [{ id: '1' }, { id: '2' }], one: () => ({ id: '2' }) } } },
    names: { sdl: 'type Ticket @key(fields: "id") { id: ID! name: String! }', resolvers: { Ticket: { __resolveReference: async ({ id }: { id: string }) => (id === '1' ? { id, name: 'Leak' } : null) } } },
  });
  expect((await graph.run('{ tickets { id name } }')).data).toEqual({ tickets: [{ id: '1', name: 'Leak' }, null] });
  expect((await graph.run('{ strict { id name } }')).data).toEqual({ strict: null });
  expect((await graph.run('{ one { id name } tickets { id } }')).data).toBeNull();
});

test('members of a union that only one subgraph knows', async () => {
  const graph = resolvedSupergraph({
    a: {
      sdl: 'type Query { box: Box @shareable } type Box @key(fields: "id") { id: ID! } union Action = Common | OnlyA type Common @shareable { label: String } type OnlyA { a: String } type Holder @key(fields: "id") { id: ID! ofA: [Action] }',
      resolvers: { Query: { box: () => ({ id: '1' }) }, Holder: { __resolveReference: async ({ id }: { id: string }) => ({ id, ofA: [{ __typename: 'OnlyA', a: 'a' }, { __typename: 'Common', label: 'l' }] }) } },
    },
    b: {
      sdl: 'type Query { box: Box @shareable } type Box @key(fields: "id") { id: ID! holder: Holder ofB: [Action] } union Action = Common | OnlyB type Common @shareable { label: String } type OnlyB { b: String } type Holder @key(fields: "id") { id: ID! }',
      resolvers: { Query: { box: () => ({ id: '1' }) }, Box: { __resolveReference: async (box: object) => box, holder: () => ({ id: 'h' }), ofB: () => [{ __typename: 'OnlyB', b: 'b' }, { __typename: 'Common', label: 'm' }] } },
    },
  });
  const action = '{ __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } }';
  expect((await graph.run(`{ box { ofB ${action} holder { ofA ${action} } } }`)).data).toEqual({
    box: { ofB: [{ __typename: 'OnlyB', b: 'b' }, { __typename: 'Common', label: 'm' }], holder: { ofA: [{ __typename: 'OnlyA', a: 'a' }, { __typename: 'Common', label: 'l' }] } },
  });
});

test('members of a union whose fields of one name have different types', async () => {
  const accounts = [{ __typename: 'User', id: 'u1', name: 'Ann' }, { __typename: 'Admin', id: null, name: 'Root' }];
  const graph = resolvedSupergraph({
    a: { sdl: 'type Query { users: [User!]! } type User { id: ID @shareable }', resolvers: { Query: { users: () => [{ id: 'u1' }] } } },
    b: {
      sdl: 'type Query { accounts: [Account!]! } union Account = User | Admin type User @key(fields: "id") { id: ID! @shareable name: String like: [Account!]! } type Admin { id: ID name: String like: [Account!]! }',
      resolvers: { Query: { accounts: () => accounts }, User: { __resolveReference: async ({ id }: { id: string }) => ({ id, name: 'Ann' }), like: () => accounts }, Admin: { like: () => accounts } },
    },
  });
  const fields = '... on User { id name } ... on Admin { id name }';
  const both = [{ id: 'u1', name: 'Ann' }, { id: null, name: 'Root' }];
  expect(await graph.run(`{ users { id name } accounts { ... on User { id like { ${fields} } } ... on Admin { id like { ${fields} } } } }`)).toEqual({
    data: { users: [{ id: 'u1', name: 'Ann' }], accounts: [{ id: 'u1', like: both }, { id: null, like: both }] },
  });
});

test('a type that is of one interface here and of another there, one of its fields having moved', async () => {
  const graph = resolvedSupergraph({
    a: { sdl: 'type Query { feed: [Post] } interface Post { id: ID! created: String! } type Image implements Post @key(fields: "id") { id: ID! created: String! }', resolvers: { Query: { feed: () => [{ __typename: 'Image', id: 'i', created: 'wrong' }] } } },
    b: {
      sdl: `type Query { other: [Other] } interface Post { id: ID! created: String! } type Text implements Post @key(fields: "id") { id: ID! created: String! body: String! }
        interface Other { id: ID! created: String! } type Image implements Other @key(fields: "id") { id: ID! created: String! @override(from: "a") }`,
      resolvers: { Query: { other: () => [{ __typename: 'Image', id: 'i', created: 'then' }] }, Image: { __resolveReference: async ({ id }: { id: string }) => ({ id, created: 'then' }) } },
    },
  });
  expect((await graph.run('{ feed { id created ... on Text { body } } }')).data).toEqual({ feed: [{ id: 'i', created: 'then' }] });
  expect((await graph.run('{ other { created __typename } }')).data).toEqual({ other: [{ created: 'then', __typename: 'Image' }] });
});

describe('interface objects', () => {
  const users = [{ __typename: 'User', id: 'u', name: 'ann', age: 30 }, { __typename: 'Admin', id: 'a', name: 'root', isMain: true }];
  const graph = resolvedSupergraph({
    people: {
      sdl: `type Query { people: [Node] } interface Node @key(fields: "id") { id: ID! name: String } type User implements Node @key(fields: "id") { id: ID! name: String age: Int }
        type Admin implements Node @key(fields: "id") { id: ID! name: String isMain: Boolean }`,
      resolvers: {
        Query: { people: () => users },
        Node: { __resolveReference: async ({ id }: { id: string }) => users.find((user) => user.id === id) },
        User: { __resolveReference: async ({ id }: { id: string }) => users.find((user) => user.id === id) },
        Admin: { __resolveReference: async ({ id }: { id: string }) => users.find((user) => user.id === id) },
      },
    },
    names: {
      sdl: 'type Query { anybody: Node } type Node @key(fields: "id") @interfaceObject { id: ID! name: String @external loud: String @requires(fields: "name") friend: Node }',
      resolvers: { Query: { anybody: () => ({ id: 'a' }) }, Node: { __resolveReference: async (node: object) => node, loud: ({ name }: { name: string }) => name.toUpperCase(), friend: () => ({ id: 'u' }) } },
    },
  });
  test('what they require is fetched from whoever knows the real type', async () => {
    expect((await graph.run('{ people { loud ... on User { age } } }')).data).toEqual({ people: [{ loud: 'ANN', age: 30 }, { loud: 'ROOT' }] });
    expect((await graph.run('{ anybody { loud friend { loud } } }')).data).toEqual({ anybody: { loud: 'ROOT', friend: { loud: 'ANN' } } });
  });
  test('a name that stands for different things of different types', async () => {
    const shop = resolvedSupergraph({
      items: {
        sdl: 'type Query { items: [Item] } interface Item @key(fields: "id") { id: ID! } type Tool implements Item @key(fields: "id") { id: ID! } type Toy implements Item @key(fields: "id") { id: ID! }',
        resolvers: { Query: { items: () => [{ __typename: 'Tool', id: '1' }, { __typename: 'Toy', id: '2' }] } },
      },
      stock: {
        sdl: 'type Item @key(fields: "id") @interfaceObject { id: ID! places(first: Int, at: At): [String!] marks: [String!] } input At { x: Int y: Int }',
        resolvers: { Item: { __resolveReference: async (item: object) => item, marks: () => ['new'], places: ({ id }: { id: string }, { first, at }: { first: number; at?: { x: number } }) => Array.from({ length: first }, (_, n) => `${id}${n}${at?.x ?? ''}`) } },
      },
    });
    expect(await shop.run('{ items { ... on Tool { p: places(first: 1) } ... on Toy { p: places(first: 2) } } }')).toEqual({ data: { items: [{ p: ['10'] }, { p: ['20', '21'] }] } });
    expect((await shop.run('{ items { ... on Tool { p: marks } ... on Toy { p: places(first: 1) } } }')).data).toEqual({ items: [{ p: ['new'] }, { p: ['20'] }] });
    expect((await shop.run('{ items { places(first: 1, at: { x: 7, y: 8 }) ... on Toy { places(at: { y: 8, x: 7 }, first: 1) } } }')).data).toEqual({ items: [{ places: ['107'] }, { places: ['207'] }] });
    expect(shop.asked.at(-1)!.query.match(/places/g)).toHaveLength(1);
  });
  test('their real type is found out where it is asked for, and fields of a real type with it', async () => {
    expect((await graph.run('{ anybody { __typename id ... on Admin { isMain } ... on User { age } friend { __typename ... on User { age } } } }')).data).toEqual({
      anybody: { __typename: 'Admin', id: 'a', isMain: true, friend: { __typename: 'User', age: 30 } },
    });
  });
});
