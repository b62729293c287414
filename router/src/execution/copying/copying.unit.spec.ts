import fc from '@sysops-squad/chassis/testing/properties';
import { smallSupergraph, type Asked } from '../testing/smallSupergraph.ts';

/** Tickets with their customers; another subgraph knows more of customers. */
const tickets = `
  scalar Time
  enum Status { OPEN CLOSED }
  type Query { tickets: [Ticket!] }
  type Ticket { id: ID! number: Int hours: Float urgent: Boolean status: Status at: Time notes: [String!] sla: Sla customer: Customer same: Customer }
  type Sla { by: Time! kind: String }
  type Customer @key(fields: "id") { id: ID! }`;
const customers = 'type Customer @key(fields: "id") { id: ID! name: String! addresses: [Address!] plan(in: String): String } type Address { city: String street: String }';

const ticketText = '{"id":"1","number":7,"hours":-0.50,"urgent":true,"status":"OPEN","at":"now","notes":["a","b"],"sla":{"by":"then","kind":null},"customer":{"__typename":"Customer","id":"c1"}}';
const customerText = '{"name":"Müller \\u00e9 \\"x\\"","addresses":[{"city":"Köln","street":null}]}';
const query = '{ tickets { id number hours urgent status at notes sla { by kind } customer { id name addresses { city street } } } }';

const ofTickets = (...some: string[]): string => `{"data":{"tickets":[${some.join()}]}}`;
const ofCustomers = (...some: string[]): string => `{"data":{"_entities":[${some.join()}]}}`;
const answered = (ticketsAnswer: string, customersAnswer: string) => ({ subgraph }: Asked) => (subgraph === 'tickets' ? ticketsAnswer : customersAnswer);

function graphs(answerOf: Parameters<typeof smallSupergraph>[1]) {
  const [copying, reading] = [{ copying: true }, { copying: false }].map((how) => smallSupergraph({ tickets, customers }, answerOf, how));
  return { copying: copying!, reading: reading! };
}

test('what nobody has to look at stands in the answer as the subgraphs wrote it', async () => {
  const { copying } = graphs(answered(ofTickets(ticketText), ofCustomers(customerText)));
  expect(await copying.text(query)).toBe(ofTickets(ticketText.replace('"__typename":"Customer","id":"c1"', `"id":"c1",${customerText.slice(1, -1)}`)));
  expect(copying.copied).toEqual([true, true]);
});

test('an entity that stands at several places is copied to each', async () => {
  const { copying } = graphs(answered(ofTickets(ticketText, ticketText), ofCustomers(customerText)));
  const [first, second] = (await copying.run(query)).data.tickets;
  expect(first.customer).toEqual({ id: 'c1', name: 'Müller é "x"', addresses: [{ city: 'Köln', street: null }] });
  expect(second).toEqual(first);
  expect(copying.copied).toEqual([true, true]);
});

test.each([
  ['aliases', '{ tickets { no: number as: sla { until: by kind } customer { called: name } } }', '{"no":1,"as":{"until":"x","kind":"k"},"customer":{"__typename":"Customer","id":"c1"}}', '{"called":"A"}'],
  ['a name of a type that the client selects', '{ tickets { __typename number sla { __typename kind } } }', '{"__typename":"Ticket","number":1,"sla":{"__typename":"Sla","kind":"k"}}', ''],
  ['lists of nothing and nothing at all', '{ tickets { notes sla { kind } customer { addresses { city } } } }', '{"notes":[],"sla":null,"customer":{"__typename":"Customer","id":"c1"}}', '{"addresses":null}'],
])('copies %s', async (_what, asked, ticket, customer) => {
  const { copying, reading } = graphs(answered(`${ofTickets(ticket)}\n`, ofCustomers(customer)));
  expect(await copying.run(asked)).toEqual(await reading.run(asked));
  expect(copying.copied[0]).toBe(true);
});

test('a field that two subgraphs are asked for in different ways, and one that another fetch needs, are looked at', async () => {
  const { copying } = graphs(answered('{"data":{"tickets":[{"customer":{"__typename":"Customer","id":"c1"},"same":{"__typename":"Customer","id":"c2"}}]}}', '{"data":{"_entities":[{"plan":"A"},{"plan":"B"}]}}'));
  expect((await copying.run('{ tickets { customer { id plan } same { plan } } }')).data.tickets).toEqual([{ customer: { id: 'c1', plan: 'A' }, same: { plan: 'B' } }]);
});

const other = (from: string, to: string): [string, string] => [ticketText.replace(from, to), customerText];
test.each<[string, [string, string]]>([
  ['another order', [ticketText.replace('"id":"1","number":7', '"number":7,"id":"1"'), customerText]],
  ['blanks', other('"number":7', '"number": 7')],
  ['more than was asked for', other('"number":7', '"number":7,"more":1')],
  ['less than was asked for', other('"number":7,', '')],
  ['one field twice', other('"number":7', '"number":7,"number":8')],
  ['a number that JavaScript writes otherwise', other('-0.50', '-5e-1')],
  ['a value that the enum has not', other('"OPEN"', '"LOST"')],
  ['a text where a number should be', other('"number":7', '"number":"7"')],
  ['nothing where something must be', other('"by":"then"', '"by":null')],
  ['an object as a scalar', other('"at":"now"', '"at":{"a":[1]}')],
  ['another type', other('"__typename":"Customer"', '"__typename":"Ghost"')],
  ['an entity without its name', [ticketText, customerText.replace(/"name":"[^,]*"/, '"name":null')]],
])('an answer with %s is read as JSON, with the same result', async (_what, [ticket, customer]) => {
  const { copying, reading } = graphs(answered(ofTickets(ticket), ofCustomers(customer)));
  expect(await copying.run(query)).toEqual(await reading.run(query));
  expect(copying.copied.slice(0, 2)).toContain(false);
});

test.each([
  ['errors', `{"errors":[{"message":"no","path":["tickets",0,"sla"]}],"data":{"tickets":[${ticketText.replace(/"sla":{.*?}/, '"sla":null')}]}}`],
  ['errors at the end', `{"data":{"tickets":null},"errors":[{"message":"no","path":["tickets"]}]}`],
  ['extensions', `{"data":{"tickets":[${ticketText}]},"extensions":{"took":1}}`],
  ['no data', '{"data":null}'],
  ['two answers', `${ofTickets(ticketText)}${ofTickets(ticketText)}`],
])('an answer with %s is read as JSON, with the same result', async (_what, ticketsAnswer) => {
  const { copying, reading } = graphs(answered(ticketsAnswer, ofCustomers(customerText)));
  expect(await copying.run(query)).toEqual(await reading.run(query));
  expect(copying.copied[0]).toBe(false);
});

test('whatever byte of an answer is changed, the result is that of reading it as JSON', async () => {
  const texts = [ofTickets(ticketText, ticketText), ofCustomers(customerText)];
  const change = fc.record({
    which: fc.constantFrom(0, 1),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    removed: fc.constantFrom(0, 1, 1, 2, 5),
    added: fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '0', '9', '-', '.', 'e', ' ', '\n', '\u0001', 'null', 'true', 'u00', 'ü', '"x":1,', '[]', '{}'),
  });
  let changed = texts;
  const { copying, reading } = graphs(({ subgraph }) => changed[subgraph === 'tickets' ? 0 : 1]!);
  let unlike = 0;
  await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
    changed = [...texts];
    for (const { which, at, removed, added } of changes) {
      const text = changed[which]!;
      const place = Math.floor(at * text.length);
      changed[which] = text.slice(0, place) + added + text.slice(place + removed);
    }
    const [one, same] = [await copying.text(query), await reading.text(query)];
    unlike += one === same ? 0 : 1;
    expect(JSON.parse(one)).toEqual(JSON.parse(same));
  }), { numRuns: 3_000 });
  expect(unlike).toBeGreaterThan(0);
});
