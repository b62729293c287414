import { named, names, people, person } from './testing/people.ts';
import { smallSupergraph } from './testing/smallSupergraph.ts';

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
