import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { askTogether } from './askTogether.ts';
import { GraphRefused, GraphUnavailable, type GraphAnswer, type GraphClient } from './graphClient.ts';

const schema = buildSchema(`
  input Filter { name: String! }
  type Person { id: ID! friend(filter: Filter): Person }
  type Query { person(id: ID!, filter: Filter): Person weather: String! }
`);
const nobody = new GraphQLError('x does not answer', { extensions: { code: 'UNAVAILABLE' } });
const rootValue = {
  person: ({ id }: { id: string }) => (id === 'down' ? nobody : id === 'none' ? null : { id, friend: ({ filter }: { filter: { name: string } }) => ({ id: filter.name }) }),
  weather: () => 'fine',
};

function aGraph(fails?: Error) {
  const asked: string[] = [];
  const ask: GraphClient['ask'] = async (query, variableValues) => {
    asked.push(query);
    if (fails) throw fails;
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    return JSON.parse(JSON.stringify(await execute({ schema, document, rootValue, variableValues: variableValues! }))) as GraphAnswer<never>;
  };
  return { asked, graph: askTogether({ ask } as GraphClient) };
}

const question = 'query Q($id: ID!, $name: String!) { person(id: $id) { id friend(filter: { name: $name }) { id } } sky: weather }';
const askFor = (graph: ReturnType<typeof askTogether>, id: string) => graph.request(question, { id, name: `friend of ${id}` });

test('what is asked at the same time goes out once, and each has its own answer', async () => {
  const { graph, asked } = aGraph();
  const answers = await Promise.all(['a', 'none', 'c'].map((id) => askFor(graph, id)));
  expect(answers).toEqual([
    { person: { id: 'a', friend: { id: 'friend of a' } }, sky: 'fine' },
    { person: null, sky: 'fine' },
    { person: { id: 'c', friend: { id: 'friend of c' } }, sky: 'fine' },
  ]);
  expect(asked).toHaveLength(1);
});

test('no more at a time than the router takes', async () => {
  const { graph, asked } = aGraph();
  const ids = Array.from({ length: 20 }, (_, index) => `${index}`);
  const answers = await Promise.all(ids.map((id) => askFor(graph, id)));
  expect(answers).toMatchObject(ids.map((id) => ({ person: { id } })));
  expect(asked).toHaveLength(3);
});

test('different questions go out by themselves', async () => {
  const { graph, asked } = aGraph();
  expect(await Promise.all([graph.request('{ weather }'), askFor(graph, 'a')])).toMatchObject([{ weather: 'fine' }, { person: { id: 'a' } }]);
  expect(asked).toHaveLength(2);
});

test('an error is only theirs who asked for it', async () => {
  const { graph } = aGraph();
  const [well, ill] = await Promise.allSettled([askFor(graph, 'a'), askFor(graph, 'down')]);
  expect(well).toMatchObject({ status: 'fulfilled', value: { person: { id: 'a' } } });
  expect(ill).toMatchObject({ status: 'rejected', reason: expect.any(GraphUnavailable) });
});

test('an error without a place, and an answer that does not come, are everybody\'s', async () => {
  const down = aGraph(new GraphUnavailable('no answer'));
  expect(await Promise.allSettled(['a', 'b'].map((id) => askFor(down.graph, id)))).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  const ask = async () => ({ errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] });
  const refusing = askTogether({ ask } as unknown as GraphClient);
  for (const { status, reason } of (await Promise.allSettled(['a', 'b'].map((id) => askFor(refusing, id)))) as PromiseRejectedResult[]) {
    expect([status, reason]).toEqual(['rejected', expect.any(GraphRefused)]);
  }
});
