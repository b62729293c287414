import { smallSupergraph, type Asked } from './testing/smallSupergraph.ts';

const people = 'type Query { me: Person all: [Being] } interface Being { id: ID! } type Person implements Being @key(fields: "id") { id: ID! boss: Person } type Robot implements Being @key(fields: "id") { id: ID! }';
const names = 'type Person @key(fields: "id") { id: ID! name(in: String): String title: String }';
const person = (id: string, more: object = {}) => ({ __typename: 'Person', id, ...more });
/** `of` gets an id and what is selected of it. */
const named = ({ query, variables }: Asked, of: (id: string, selection: string) => object | null) => {
  const parts = [...query.matchAll(/(?:(\w+):)?_entities\(representations:\$(\w+)\)\{(.*?)\}\}/g)];
  return { data: Object.fromEntries(parts.map(([, key = '_entities', variable, selection]) => [key, variables[variable!].map(({ id }: { id: string }) => of(id, selection!))])) };
};

describe('representations', () => {
  test('what is equal is asked for once and comes to every place', async () => {
    const all = [person('1'), person('2'), { __typename: 'Robot', id: '9' }, person('1'), null];
    const graph = smallSupergraph({ people, names }, (asked) => (asked.subgraph === 'people' ? { data: { all } } : named(asked, (id) => person(id, { title: `Dr ${id}` }))));
    expect(await graph.run('{ all { id ... on Person { title } } }')).toEqual({ data: { all: [{ id: '1', title: 'Dr 1' }, { id: '2', title: 'Dr 2' }, { id: '9' }, { id: '1', title: 'Dr 1' }, null] } });
    expect(graph.asked[1]!.variables['representations']).toEqual([person('1'), person('2')]);
  });

  test('an error of one of them is told at each of its places, whoever lies between', async () => {
    const all = [{ __typename: 'Robot', id: '9' }, person('1'), person('2'), person('1')];
    const graph = smallSupergraph({ people, names }, ({ subgraph }) =>
      subgraph === 'people' ? { data: { all } } : { data: { _entities: [person('1', { asked_title: null }), person('2', { title: 'Dr 2' })] }, errors: [{ message: 'no', path: ['_entities', 0, 'title'], extensions: { code: 'FORBIDDEN' } }] });
    const { errors } = await graph.run('{ all { ... on Person { title } } }');
    expect(errors!.map(({ path }) => path)).toEqual([['all', 1, 'title'], ['all', 3, 'title']]);
    expect(errors![0]!.extensions).toEqual({ code: 'FORBIDDEN', serviceName: 'names' });
  });

  test('a failure of the whole fetch is told where its objects begin', async () => {
    const graph = smallSupergraph({ people, names }, ({ subgraph }) =>
      subgraph === 'people' ? { data: { all: [person('1'), person('2')] } } : { data: null, errors: [{ message: 'no', path: ['_entities'] }] });
    expect((await graph.run('{ all { ... on Person { title } } }')).errors!.map(({ path }) => path)).toEqual([['all']]);
  });

  test('two places with the same object behind them may ask it for different things', async () => {
    const graph = smallSupergraph(
      { people: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! a: Team b: Team } type Team @key(fields: "id") { id: ID! }', teams: 'type Team @key(fields: "id") { id: ID! head: Person } type Person @key(fields: "id", resolvable: false) { id: ID! }', names },
      (asked) => {
        if (asked.subgraph === 'people') return { data: { me: { a: { __typename: 'Team', id: 't' }, b: { __typename: 'Team', id: 't' } } } };
        if (asked.subgraph === 'teams') return { data: { _entities: [{ __typename: 'Team', head: person('h') }] } };
        return named(asked, (id, selection) => person(id, { name: /in: ?"(\w+)"/.exec(selection)![1] }));
      },
    );
    const { data } = await graph.run('{ me { a { head { name(in: "de") } } b { head { name(in: "en") } } } }');
    expect(data).toEqual({ me: { a: { head: { name: 'de' } }, b: { head: { name: 'en' } } } });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['people', 'teams', 'names']);
  });
});

describe('what is wanted of one subgraph at the same time goes out as one call', () => {
  const sdls = {
    shop: 'type Query { shop(id: ID): Shop } type Shop { person: Person pet: Pet } type Person @key(fields: "id") { id: ID! } type Pet @key(fields: "id") { id: ID! }',
    names: 'type Person @key(fields: "id") { id: ID! name(in: String): String } type Pet @key(fields: "id") { id: ID! name(in: String): String }',
  };
  const query = 'query ($in: String) { shop { person { name(in: $in) } pet { name(in: $in) } } }';
  const shop = { person: person('1'), pet: { __typename: 'Pet', id: '2' } };
  const graphOf = (answer: (asked: Asked) => object, found: object = shop) => smallSupergraph(sdls, (asked) => (asked.subgraph === 'shop' ? { data: { shop: found } } : answer(asked)));
  const answered = (asked: Asked) => named(asked, (id, selection) => ({ __typename: /on (\w+)/.exec(selection)![1], name: `${id} in ${asked.variables['in']}` }));

  test('each part finds its place', async () => {
    const graph = graphOf(answered);
    expect(await graph.run(query, { in: 'de' })).toEqual({ data: { shop: { person: { name: '1 in de' }, pet: { name: '2 in de' } } } });
    expect(graph.asked).toHaveLength(2);
    expect(graph.asked[1]!.variables).toEqual({ representations0: [person('1')], representations1: [shop.pet], in: 'de' });
  });
  test('a part without objects is left out', async () => {
    const graph = graphOf(answered, { person: null, pet: shop.pet });
    expect((await graph.run(query, { in: 'de' })).data).toEqual({ shop: { person: null, pet: { name: '2 in de' } } });
    expect(graph.asked[1]!.query).not.toContain('Person');
  });
  test('an error of a part is told at its place, an error without a place once', async () => {
    const graph = graphOf((asked) => ({ ...answered(asked), errors: [{ message: 'no', path: ['_1', 0, 'name'] }, { message: 'slow' }] }));
    expect((await graph.run(query)).errors!.map(({ message, path }) => [message, path])).toEqual([['slow', undefined], ['no', ['shop', 'pet', 'name']]]);
  });
  test('no answer at all is told once', async () => {
    const graph = graphOf(() => ({ errors: [{ message: 'down', extensions: { code: 'UNAVAILABLE' } }] }));
    expect(await graph.run(query)).toMatchObject({ data: { shop: { person: { name: null }, pet: { name: null } } }, errors: [{ message: 'down' }] });
    expect(graph.asked).toHaveLength(2);
  });
  test('a failure that takes everything down spares the others: they are asked for by themselves', async () => {
    const graph = graphOf((asked) => (asked.query.includes('Pet') ? { data: null, errors: [{ message: 'no', path: [asked.query.includes('_1') ? '_1' : '_entities'] }] } : answered(asked)));
    const { data, errors } = await graph.run(query, { in: 'de' });
    expect(data).toEqual({ shop: { person: { name: '1 in de' }, pet: { name: null } } });
    expect(errors!.map(({ path }) => path)).toEqual([['shop', 'pet']]);
  });
});

describe('names', () => {
  test.each(['id', 'constructor', '__proto__', 'toString', 'boss'])('a field called %s by the client meets nothing else of that name', async (alias) => {
    const graph = smallSupergraph({ people, names }, (asked) => {
      const key = /(\w+): ?title/.exec(asked.query)?.[1];
      return asked.subgraph === 'people' ? { data: { me: person('1') } } : named(asked, (id) => person(id, { [key!]: 'Dr' }));
    });
    expect(await graph.text(`{ me { ${alias}: title } }`)).toBe(`{"data":{"me":{"${alias}":"Dr"}}}`);
    expect({}.constructor).toBe(Object);
  });

  test('an error bears the name that the client gave', async () => {
    const graph = smallSupergraph({ people }, ({ query }) => {
      const key = /(\w+): ?boss/.exec(query)![1]!;
      return { data: { me: person('1', { [key]: null }) }, errors: [{ message: 'no', path: ['me', key] }] };
    });
    expect((await graph.run('{ me { id: boss { id } } }')).errors![0]!.path).toEqual(['me', 'id']);
  });

  test('a key __proto__ in an answer changes no prototype', async () => {
    const graph = smallSupergraph({ people }, () => JSON.parse('{"data":{"me":{"id":"1","__proto__":{"polluted":true}},"__proto__":{"polluted":true}}}') as object);
    expect((await graph.run('{ me { id } }')).data).toEqual({ me: { id: '1' } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('requirements with arguments', () => {
  const goods = 'type Query { good: Good } type Good @key(fields: "id") { id: ID! price(in: String = "EUR"): Int }';
  const shop = 'type Good @key(fields: "id") { id: ID! price(in: String = "EUR"): Int @external dollars: String @requires(fields: "price(in: \\"USD\\")") pounds: String @requires(fields: "price(in: \\"GBP\\")") }';
  const prices: Record<string, number> = { EUR: 1, USD: 2, GBP: 3 };
  const graph = () =>
    smallSupergraph({ goods, shop }, (asked) => {
      const good: Record<string, unknown> = { __typename: 'Good', id: '1' };
      if (asked.subgraph === 'goods') {
        for (const [, alias, currency] of asked.query.matchAll(/(?:(\w+): ?)?price(?:\(in: ?"(\w+)"\))?/g)) good[alias ?? 'price'] = prices[currency ?? 'EUR'];
        return { data: asked.query.includes('_entities') ? { _entities: [good] } : { good } };
      }
      const { price } = asked.variables['representations'][0];
      return { data: { _entities: [{ ...good, ...(asked.query.includes('dollars') && { dollars: `${price} USD` }), ...(asked.query.includes('pounds') && { pounds: `${price} GBP` }) }] } };
    });

  test('the client may ask for the same field with other arguments', async () => {
    expect(await graph().run('{ good { price dollars } }')).toEqual({ data: { good: { price: 1, dollars: '2 USD' } } });
    expect(await graph().run('{ good { price(in: "GBP") dollars } }')).toEqual({ data: { good: { price: 3, dollars: '2 USD' } } });
  });
  test('what a skipped field requires is not asked for, and hinders no other', async () => {
    const wanting = graph();
    expect(await wanting.run('query ($x: Boolean!) { good { dollars pounds @skip(if: $x) } }', { x: true })).toEqual({ data: { good: { dollars: '2 USD' } } });
    expect(wanting.asked.map(({ query }) => query).join()).not.toContain('GBP');
  });
  test('two fields may require it with different ones', async () => {
    expect(await graph().run('{ good { dollars pounds price } }')).toEqual({ data: { good: { dollars: '2 USD', pounds: '3 GBP', price: 1 } } });
  });
});

describe('writing', () => {
  test('a field selected twice has only what its present occurrences select', async () => {
    const graph = smallSupergraph({ people }, () => ({ data: { me: person('1', { boss: person('2') }) } }));
    const query = 'query ($x: Boolean!) { me @include(if: $x) { boss { id } } me { id } }';
    expect((await graph.run(query, { x: false })).data).toEqual({ me: { id: '1' } });
    expect((await graph.run(query, { x: true })).data).toEqual({ me: { id: '1', boss: { id: '2' } } });
  });
  test('fragments of fragments are opened once, however often they are spread', async () => {
    const graph = smallSupergraph({ people }, () => ({ data: { me: person('1') } }));
    const chain = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} } fragment Q${i} on Query { ...Q${i + 1} ...Q${i + 1} }`).join(' ');
    const query = `{ me { ...F0 } ...Q0 } ${chain} fragment F40 on Person { id } fragment Q40 on Query { __type(name: "Person") { name } }`;
    expect((await graph.run(query)).data).toEqual({ me: { id: '1' }, __type: { name: 'Person' } });
  });
  test('nothing is asked for an operation that skips everything', async () => {
    const graph = smallSupergraph({ people }, () => ({ data: {} }));
    expect(await graph.text('{ me @skip(if: true) { id } }')).toBe('{"data":{}}');
    expect(graph.asked).toHaveLength(0);
  });
  test('a value that does not fit takes its surroundings along as far as the schema says, and is told', async () => {
    const graph = smallSupergraph({ people }, () => ({ data: { me: person('1', { boss: { __typename: 'Person', id: null } }), all: [{ __typename: 'Ghost', id: '1' }, person('2')] } }));
    const { data, extensions } = await graph.run('{ me { id boss { id } } all { id } }');
    expect(data).toEqual({ me: { id: '1', boss: null }, all: [null, { id: '2' }] });
    expect(extensions!['valueCompletion'].map(({ path }: { path: unknown }) => path)).toEqual([['me', 'boss', 'id'], ['all', 0]]);
  });
  test('questions about the schema are answered beside others, newest fields included', async () => {
    const graph = smallSupergraph({ people }, () => ({ data: { me: person('1') } }));
    const query = 'query ($t: String!) { ...Q t: __typename } fragment Q on Query { me { id } kind: __type(name: $t) { name isOneOf } }';
    expect((await graph.run(query, { t: 'Being' })).data).toEqual({ me: { id: '1' }, kind: { name: 'Being', isOneOf: null }, t: 'Query' });
    expect(graph.asked[0]!.query).not.toContain('__type(');
  });
});

test('the type of an interface object stays what it was found to be', async () => {
  const graph = smallSupergraph(
    { items: 'type Query { item: Item } interface Item @key(fields: "id") { id: ID! } type Tool implements Item @key(fields: "id") { id: ID! weight: Int }', stock: 'type Item @key(fields: "id") @interfaceObject { id: ID! stock: Int }' },
    ({ subgraph }) => (subgraph === 'items' ? { data: { item: { __typename: 'Tool', id: '1', weight: 5 } } } : { data: { _entities: [{ __typename: 'Item', stock: 7 }] } }),
  );
  expect((await graph.run('{ item { ... on Tool { __typename t: __typename stock weight } } }')).data).toEqual({ item: { __typename: 'Tool', t: 'Tool', stock: 7, weight: 5 } });
});

test('mutations run one after the other, also across subgraphs', async () => {
  const log: string[] = [];
  const graph = smallSupergraph({ a: 'type Query { x: Int } type Mutation { one: Int three: Int }', b: 'type Mutation { two: Int }' }, async ({ query, kind }) => {
    const field = /one|two|three/.exec(query)![0];
    log.push(`${kind} ${field} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${field} ends`);
    return { data: { [field]: log.length } };
  });
  expect((await graph.run('mutation { one two three }')).data).toEqual({ one: 2, two: 4, three: 6 });
  expect(log).toEqual(['one', 'two', 'three'].flatMap((field) => [`mutation ${field} begins`, `${field} ends`]));
});

test('a subgraph that fails without an answer costs its own fields only', async () => {
  const graph = smallSupergraph({ people, names }, ({ subgraph }) => {
    if (subgraph === 'names') throw new Error('boom');
    return { data: { me: person('1') } };
  });
  expect(await graph.run('{ me { id title } }')).toEqual({ data: { me: { id: '1', title: null } }, errors: [{ message: 'boom' }] });
});

test('the way back from a @requires goes by a key that its subgraph resolves', async () => {
  const part = 'type Part @shareable { one: ID! two: ID! }';
  const a = `type A @key(fields: "id") @key(fields: "part { one }", resolvable: false) @key(fields: "id part { two }", resolvable: false)
    { id: ID! part: Part @shareable name: String! } ${part}`;
  const b = `type Query { a: A } type A @key(fields: "part { one }", resolvable: false) @key(fields: "id part { two }") @key(fields: "id", resolvable: false)
    { id: ID! part: Part @shareable name: String! @external loud: String @requires(fields: "name") } ${part}`;
  const found = { __typename: 'A', id: '1', part: { one: 'o', two: 't' } };
  const graph = smallSupergraph({ a, b }, ({ subgraph, query, variables }) => {
    if (subgraph === 'a') return { data: { _entities: [{ ...found, name: 'n' }] } };
    if (!query.includes('_entities')) return { data: { a: found } };
    const [{ part: known, name }] = variables['representations'];
    return { data: { _entities: [known?.two ? { __typename: 'A', loud: `${name}!` } : null] } };
  });
  expect(await graph.run('{ a { loud } }')).toEqual({ data: { a: { loud: 'n!' } } });
});

test('an operation that no subgraph can answer is refused, not answered with null', async () => {
  const graph = smallSupergraph(
    {
      a: 'type Query { a: Node } interface Node @key(fields: "id") { id: ID! }',
      b: 'type Query { b: Node } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }',
    },
    () => ({ data: { b: { __typename: 'Node', id: '1', field: 'f' } } }),
  );
  expect((await graph.run('{ b { id field } }')).data).toEqual({ b: { id: '1', field: 'f' } });
  await expect(graph.run('{ a { field } }')).rejects.toThrow('No subgraph can answer');
});
