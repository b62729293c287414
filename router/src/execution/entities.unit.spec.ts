import { named, names, people, person } from './testing/people.ts';
import { smallSupergraph, type Asked } from './testing/smallSupergraph.ts';

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
        return named(asked, (id, selection) => {
          const [, key = 'name', language] = /(?:(\w+): ?)?name\(in: ?"(\w+)"/.exec(selection)!;
          return person(id, { [key]: language });
        });
      },
    );
    const { data } = await graph.run('{ me { a { head { name(in: "de") } } b { head { name(in: "en") } } } }');
    expect(data).toEqual({ me: { a: { head: { name: 'de' } }, b: { head: { name: 'en' } } } });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['people', 'teams', 'names']);
  });
});

test('an error behind one object is told at each place that leads to it', async () => {
  const teams = 'type Team @key(fields: "id") { id: ID! head: Person } type Person @key(fields: "id", resolvable: false) { id: ID! }';
  const graph = smallSupergraph({ people: 'type Query { teams: [Team] } type Team @key(fields: "id") { id: ID! }', teams, names }, ({ subgraph }) => {
    if (subgraph === 'people') return { data: { teams: [{ __typename: 'Team', id: 't' }, { __typename: 'Team', id: 't' }] } };
    if (subgraph === 'teams') return { data: { _entities: [{ __typename: 'Team', head: person('h') }] } };
    return { data: { _entities: [person('h', { title: null })] }, errors: [{ message: 'no', path: ['_entities', 0, 'title'] }] };
  });
  const { data, errors } = await graph.run('{ teams { head { title } } }');
  expect(data).toEqual({ teams: [{ head: { title: null } }, { head: { title: null } }] });
  expect(errors!.map(({ path }) => path)).toEqual([['teams', 0, 'head', 'title'], ['teams', 1, 'head', 'title']]);
});

test.each(['people', 'names', 'both', 'neither'])('what has to be escaped is, wherever it comes from: %s', async (where) => {
  const title = (subgraph: string): string => (where === subgraph || where === 'both' ? 'says "no" \\ \n' : 'Dr');
  const graph = smallSupergraph({ people: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! about: String }', names }, (asked) =>
    asked.subgraph === 'people' ? { data: { me: person('1', { about: title('people') }) } } : named(asked, (id) => person(id, { title: title('names') })));
  expect(await graph.run('{ me { about title } }')).toEqual({ data: { me: { about: title('people'), title: title('names') } } });
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

test('the type of an interface object stays what it was found to be', async () => {
  const graph = smallSupergraph(
    { items: 'type Query { item: Item } interface Item @key(fields: "id") { id: ID! } type Tool implements Item @key(fields: "id") { id: ID! weight: Int }', stock: 'type Item @key(fields: "id") @interfaceObject { id: ID! stock: Int }' },
    ({ subgraph }) => (subgraph === 'items' ? { data: { item: { __typename: 'Tool', id: '1', weight: 5 } } } : { data: { _entities: [{ __typename: 'Item', stock: 7 }] } }),
  );
  expect((await graph.run('{ item { ... on Tool { __typename t: __typename stock weight } } }')).data).toEqual({ item: { __typename: 'Tool', t: 'Tool', stock: 7, weight: 5 } });
});
