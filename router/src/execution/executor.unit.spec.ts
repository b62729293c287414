import { names, people, person } from './testing/people.ts';
import { smallSupergraph } from './testing/smallSupergraph.ts';

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

test('an operation that no subgraph can answer is refused, not answered with null', async () => {
  const graph = smallSupergraph(
    {
      a: 'type Query { a: Node } interface Node @key(fields: "id") { id: ID! }',
      b: 'type Query { b: Node } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }',
    },
    () => ({ data: { b: { __typename: 'Node', id: '1', field: 'f' } } }),
  );
  expect((await graph.run('{ b { id field } }')).data).toEqual({ b: { id: '1', field: 'f' } });
  await expect(graph.run('{ a { field } }')).rejects.toMatchObject({ message: expect.stringContaining('No subgraph can answer'), extensions: { code: 'UNPLANNABLE' } });
});
