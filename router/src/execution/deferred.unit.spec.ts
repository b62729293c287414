import { anonymous } from '@sysops-squad/chassis/caller';
import { named, names, people, person } from './testing/people.ts';
import { smallSupergraph, type Asked } from './testing/smallSupergraph.ts';

const homes = 'type Home @key(fields: "id") { id: ID! city: String street: String! }';
const withHomes = names.replace('title: String', 'title: String home: Home') + ' type Home @key(fields: "id", resolvable: false) { id: ID! }';

/** Answers calls for entities when told to, by subgraph; people are answered at once. */
function graphOf(found: Record<string, unknown>, of: (id: string, selection: string, asked: Asked) => object | null = (id) => person(id, { name: `Name ${id}`, title: `Dr ${id}`, home: { __typename: 'Home', id: `h${id}` }, city: `City of ${id}`, street: null })) {
  const gates = { names: Promise.withResolvers<void>(), homes: Promise.withResolvers<void>() };
  const graph = smallSupergraph({ people, names: withHomes, homes }, async (asked) => {
    if (asked.subgraph === 'people') return asked.query.includes('_entities') ? named(asked, (id, selection) => of(id, selection, asked)) : { data: found };
    await gates[asked.subgraph as keyof typeof gates].promise;
    return named(asked, (id, selection) => of(id, selection, asked));
  });
  return { ...graph, open: (name: keyof typeof gates) => gates[name].resolve() };
}
type Begun = Awaited<ReturnType<ReturnType<typeof graphOf>['begin']>>;
const rest = async ({ later }: Begun) => {
  const payloads = [];
  for await (const payload of later!) payloads.push(payload);
  return payloads;
};
const me = { me: person('1') };

test('the first part does not wait for what is deferred', async () => {
  const graph = graphOf(me);
  const begun = await graph.begin('{ me { id ... @defer(label: "late") { name } } }');
  expect(begun.first).toEqual({ data: { me: { id: '1' } } });
  graph.open('names');
  expect(await rest(begun)).toEqual([{ incremental: [{ label: 'late', path: ['me'], data: { name: 'Name 1' } }], hasNext: false }]);
});

test('each deferred fragment comes when it is there, in whatever order', async () => {
  const graph = graphOf({ me: person('1', { home: null, boss: person('2') }) });
  const { later } = await graph.begin('{ me { id boss { id ... @defer { name } } ... @defer(label: "home") { boss { id } } } }');
  expect((await later!.next()).value).toEqual({ incremental: [{ label: 'home', path: ['me'], data: { boss: { id: '2' } } }], hasNext: true });
  graph.open('names');
  expect((await later!.next()).value).toEqual({ incremental: [{ path: ['me', 'boss'], data: { name: 'Name 2' } }], hasNext: false });
  expect((await later!.next()).done).toBe(true);
});

test('one within another comes after it, even when it is there first', async () => {
  const graph = graphOf(me);
  const begun = await graph.begin('{ me { ... @defer(label: "outer") { name home { id ... @defer(label: "inner") { city } } } } }');
  expect(begun.first).toEqual({ data: { me: {} } });
  graph.open('homes');
  graph.open('names');
  expect(await rest(begun)).toEqual([
    { incremental: [{ label: 'outer', path: ['me'], data: { name: 'Name 1', home: { id: 'h1' } } }], hasNext: true },
    { incremental: [{ label: 'inner', path: ['me', 'home'], data: { city: 'City of h1' } }], hasNext: false },
  ]);
});

test('a fragment of the elements of a list comes for each that it is about', async () => {
  const graph = graphOf({ all: [person('1'), { __typename: 'Robot', id: '9' }, null, person('2')] });
  graph.open('names');
  expect(await rest(await graph.begin('{ all { id ... on Person @defer { title } } }'))).toEqual([
    { incremental: [{ path: ['all', 0], data: { title: 'Dr 1' } }, { path: ['all', 3], data: { title: 'Dr 2' } }], hasNext: false },
  ]);
});

test('a named fragment that is deferred here and not there, or twice', async () => {
  const graph = graphOf({ me: person('1', { boss: person('2') }) });
  graph.open('names');
  const begun = await graph.begin('{ me { ...F boss { ...F @defer } } again: me { ...D } } fragment F on Person { name } fragment D on Person { boss { ...F @defer } }');
  expect(begun.first.data).toEqual({ me: { name: 'Name 1', boss: {} }, again: null });
  const parts = (await rest(await graph.begin('{ me { ...D boss { ...D } } } fragment D on Person { id ...F @defer } fragment F on Person { title }'))).flatMap(({ incremental }) => incremental);
  expect(parts).toHaveLength(2);
  expect(parts).toEqual(expect.arrayContaining([{ path: ['me'], data: { title: 'Dr 1' } }, { path: ['me', 'boss'], data: { title: 'Dr 2' } }]));
});

test('a whole query may be deferred, questions about the schema as well', async () => {
  const graph = graphOf(me);
  const begun = await graph.begin('{ __typename ... @defer(label: "all") { me { id } __type(name: "Home") { name } } }');
  expect(begun.first).toEqual({ data: { __typename: 'Query' } });
  expect(await rest(begun)).toEqual([{ incremental: [{ label: 'all', path: [], data: { me: { id: '1' }, __type: { name: 'Home' } } }], hasNext: false }]);
});

describe('if', () => {
  const query = 'query ($later: Boolean!) { me { id ... @defer(if: $later) { name } } }';
  test('false: the answer is whole', async () => {
    const graph = graphOf(me);
    graph.open('names');
    expect(await graph.begin(query, { later: false })).toEqual({ first: { data: { me: { id: '1', name: 'Name 1' } } }, later: undefined });
    expect((await graph.begin('{ me { id ... @defer(if: false) { name } } }')).later).toBeUndefined();
  });
  test('true: it comes in parts, also after it was asked for as a whole', async () => {
    const graph = graphOf(me);
    graph.open('names');
    await graph.begin(query, { later: false });
    const begun = await graph.begin(query, { later: true });
    expect(begun.first.data).toEqual({ me: { id: '1' } });
    expect(await rest(begun)).toHaveLength(1);
  });
});

test('clients that take no parts get the same as one', async () => {
  const graph = graphOf(me);
  graph.open('names');
  graph.open('homes');
  expect(await graph.run('{ me { id ... @defer { name home { ... @defer { city } } } ...F @defer } } fragment F on Person { title }')).toEqual({ data: { me: { id: '1', name: 'Name 1', home: { city: 'City of h1' }, title: 'Dr 1' } } });
});

describe('nulls and errors', () => {
  test('where the answer ends with a null, nothing comes later', async () => {
    const graph = graphOf({ me: null, all: [null] });
    graph.open('names');
    expect(await graph.begin('{ me { id ... @defer { name } } all { id ... on Person @defer { name } } }')).toEqual({ first: { data: { me: null, all: [null] } }, later: undefined });
  });
  test('a null that must not be takes along no more than its fragment', async () => {
    const graph = graphOf(me);
    graph.open('names');
    graph.open('homes');
    const begun = await graph.begin('{ me { id home { id ... @defer { city street ... @defer { id } } } } }');
    expect(begun.first).toEqual({ data: { me: { id: '1', home: { id: 'h1' } } } });
    expect(await rest(begun)).toEqual([
      { incremental: [{ path: ['me', 'home'], data: null, extensions: { valueCompletion: [{ message: expect.stringContaining('street'), path: ['me', 'home', 'street'], extensions: { code: 'INVALID_GRAPHQL' } }] } }], hasNext: false },
    ]);
  });
  test('an error comes with the part that it concerns, at the client’s path', async () => {
    const graph = smallSupergraph({ people, names }, ({ subgraph }) =>
      subgraph === 'people'
        ? { data: { all: [person('1'), person('2')] } }
        : { data: { _entities: [person('1', { title: 'Dr 1' }), person('2', { title: null })] }, errors: [{ message: 'no', path: ['_entities', 1, 'title'], extensions: { code: 'FORBIDDEN' } }] });
    const begun = await graph.begin('{ all { id ... on Person @defer { title } } }');
    expect(begun.first.errors).toBeUndefined();
    const [payload] = await rest(begun);
    expect(payload!.incremental[0]).toEqual({ path: ['all', 0], data: { title: 'Dr 1' } });
    expect(payload!.incremental[1]).toMatchObject({ path: ['all', 1], data: { title: null }, errors: [{ message: 'no', path: ['all', 1, 'title'], extensions: { code: 'FORBIDDEN' } }] });
  });
  test('a field that came along with the first part brings its error later', async () => {
    const graph = smallSupergraph({ people: 'type Query { me: Person } type Person { id: ID! slow: Int other: Int }' }, () => ({ data: { me: { id: '1', slow: null, other: null } }, errors: [{ message: 'slow failed', path: ['me', 'slow'] }, { message: 'other failed', path: ['me', 'other'] }] }));
    const begun = await graph.begin('{ me { id other ... @defer { slow } } }');
    expect(begun.first.errors!.map(({ message }) => message)).toEqual(['other failed']);
    expect((await rest(begun))[0]!.incremental).toMatchObject([{ data: { slow: null }, errors: [{ message: 'slow failed' }] }]);
  });
  test('a subgraph that fails costs its own parts only', async () => {
    const graph = smallSupergraph({ people, names }, ({ subgraph }) => {
      if (subgraph === 'names') throw new Error('boom');
      return { data: me };
    });
    const begun = await graph.begin('{ me { id ... @defer(label: "a") { title } ... @defer(label: "b") { id } } }');
    expect(begun.first).toEqual({ data: { me: { id: '1' } } });
    const parts = (await rest(begun)).flatMap(({ incremental }) => incremental);
    expect(parts).toEqual(expect.arrayContaining([{ label: 'a', path: ['me'], data: { title: null }, errors: [{ message: 'boom' }] }, { label: 'b', path: ['me'], data: { id: '1' } }]));
  });
});

test('mutations run in order; what is selected of their results may be deferred', async () => {
  const graph = smallSupergraph({ people: `${people} type Mutation { hire: Person fire: Person }`, names }, (asked) => {
    if (asked.subgraph === 'names') return named(asked, (id) => person(id, { name: `Name ${id}` }));
    return { data: asked.query.includes('hire') ? { hire: person('1'), fire: person('2') } : {} };
  });
  const begun = await graph.begin('mutation { hire { id ... @defer { name } } fire { id } }');
  expect(begun.first.data).toEqual({ hire: { id: '1' }, fire: { id: '2' } });
  expect(await rest(begun)).toEqual([{ incremental: [{ path: ['hire'], data: { name: 'Name 1' } }], hasNext: false }]);
});

test('an operation that defers more than is good for anybody is refused', async () => {
  const chain = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`).join(' ');
  await expect(graphOf(me).begin(`{ me { ...F0 } } ${chain} fragment F30 on Person { ... @defer { id } }`)).rejects.toThrow('defers too much');
});

test('where the planner cannot defer, the answer is whole', async () => {
  const goods = 'type Good @key(fields: "id") { id: ID! weight: Int name: String }';
  const shop = 'type Query { good: Good } type Good @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") }';
  const graph = smallSupergraph({ goods, shop }, (asked) => {
    if (asked.subgraph === 'goods') return { data: { _entities: [{ __typename: 'Good', id: '1', weight: 5, name: 'Tap' }] } };
    if (!asked.query.includes('_entities')) return { data: { good: { __typename: 'Good', id: '1' } } };
    return { data: { _entities: asked.variables['representations'].map(({ weight }: { weight: number }) => ({ __typename: 'Good', cost: weight * 2 })) } };
  });
  expect(await graph.begin('{ ... @defer { good { name cost } } }')).toEqual({ first: { data: { good: { name: 'Tap', cost: 10 } } }, later: undefined });
});

test('a fragment on a type that is known only later', async () => {
  const items = 'type Query { x: Int } interface Item @key(fields: "id") { id: ID! } type Tool implements Item @key(fields: "id") { id: ID! weight: Int } type Toy implements Item @key(fields: "id") { id: ID! age: Int }';
  const stock = 'type Query { scarce: [Item] } type Item @key(fields: "id") @interfaceObject { id: ID! stock: Int }';
  const real: Record<string, object> = { 1: { __typename: 'Tool', weight: 5 }, 2: { __typename: 'Toy', age: 3 } };
  const graph = smallSupergraph({ items, stock }, (asked) =>
    asked.subgraph === 'stock' ? { data: { scarce: [{ __typename: 'Item', id: '1' }, { __typename: 'Item', id: '2' }] } } : { data: { _entities: asked.variables['representations'].map(({ id }: { id: string }) => ({ id, ...real[id] })) } });
  const begun = await graph.begin('{ scarce { id ... on Tool @defer { weight } ... @defer { __typename ... on Toy { age } } } }');
  expect(begun.first.data).toEqual({ scarce: [{ id: '1' }, { id: '2' }] });
  const parts = (await rest(begun)).flatMap(({ incremental }) => incremental);
  expect(parts).toHaveLength(3);
  expect(parts).toEqual(expect.arrayContaining([{ path: ['scarce', 0], data: { weight: 5 } }, { path: ['scarce', 0], data: { __typename: 'Tool' } }, { path: ['scarce', 1], data: { __typename: 'Toy', age: 3 } }]));
});

test('what is refused is refused in a later part as well, and nobody is asked for it', async () => {
  const ruled = names.replace('title: String', 'title: String @authenticated');
  const graph = smallSupergraph({ people, names: ruled }, (asked) => (asked.query.includes('_entities') ? named(asked, (id) => person(id, { name: `Name ${id}`, title: 'Dr' })) : { data: me }));
  const begun = await graph.begin('{ me { id ... @defer { name title } ... @defer { title } } }', {}, anonymous);
  expect(begun.first).toEqual({ data: { me: { id: '1' } } });
  const parts = (await rest(begun)).flatMap(({ incremental }) => incremental);
  const errors = [expect.objectContaining({ path: ['me', 'title'], extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })];
  expect(parts).toHaveLength(2);
  expect(parts).toEqual(expect.arrayContaining([{ path: ['me'], data: { name: 'Name 1', title: null }, errors }, { path: ['me'], data: { title: null }, errors }]));
  expect(graph.asked.map(({ query }) => query).join()).not.toContain('title');
});
