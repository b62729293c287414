import { join } from 'node:path';
import { getNamedType, isInputObjectType, isRequiredInputField, parse, validate, type GraphQLSchema } from 'graphql';
import { hostileNames, hostileTexts } from './hostileTexts.ts';
import { judge } from './judge.ts';
import { nameOf, placesOf, type Place } from './places.ts';
import { requestFor } from './request.ts';
import { casesOf, schemaOf } from './texts.ts';

let schema: GraphQLSchema;
let places: Place[];
const supergraphFile = join(import.meta.dirname, '../../../supergraph.graphql');
beforeAll(async () => {
  schema = await schemaOf({ world: { supergraphFile } as never });
  places = placesOf(schema);
});
const placeNamed = (name: string): Place => places.find((place) => nameOf(place) === name)!;

test('at least 60 texts, no two the same', () => {
  expect(hostileNames.length).toBeGreaterThanOrEqual(60);
  expect(new Set(Object.values(hostileTexts)).size).toBe(hostileNames.length);
});

test('places are found in arguments, in inputs, in lists and in inputs within inputs', () => {
  const names = places.map(nameOf);
  const some = ['articles.search', 'ticketChanged.after', 'addComment.input.body', 'publishArticle.input.tags', 'registerCustomer.input.address.city'];
  expect(names).toEqual(expect.arrayContaining([...some, 'importTickets.input.rows.description', 'createTicket.input.windows.start']));
  expect(new Set(names).size).toBe(names.length);
});

test('each request is valid, holds the text, and leaves out nothing that is required', () => {
  const wrong = places.filter((place) => {
    const { query, variables } = requestFor(place, 'hostile text', {});
    return validate(schema, parse(query)).length > 0 || !JSON.stringify(variables).includes('"hostile text"');
  });
  expect(wrong.map(nameOf)).toEqual([]);
  const input = requestFor(placeNamed('sendNotification.input.body'), 'x', {}).variables['input'] as object;
  const type = getNamedType(placeNamed('sendNotification.input.body').field.args[0]!.type);
  const required = isInputObjectType(type) ? Object.values(type.getFields()).filter(isRequiredInputField) : [];
  expect(Object.keys(input)).toEqual(expect.arrayContaining(required.map(({ name }) => name)));
});

test('the cases of a seed are every text at every place, once each', () => {
  const { count, at } = casesOf(schema, 7);
  const met = new Set(Array.from({ length: count }, (_, number) => `${nameOf(at(number).place)} ${at(number).name}`));
  expect([count, met.size]).toEqual([places.length * hostileNames.length, count]);
  expect(casesOf(schema, 7).at(123)).toEqual(expect.objectContaining({ name: at(123).name }));
});

describe('an answer', () => {
  const judged = (payload: unknown, sent: string, status = 200) =>
    judge(placeNamed('addComment.input.body'), sent, { status, text: JSON.stringify(payload) });
  const kept = (body: string) => ({ data: { addComment: { comment: { body }, userErrors: [] } } });
  test('of normal form is good', () => expect(judged(kept('Zoë'), ' Zoe\u0308\u200B')).toEqual({ answer: 'accepted' }));
  test('of any other form is a fault', () => expect(judged(kept('Zo?'), 'Zoë').fault).toMatch('kept as'));
  test('that refuses is good', () =>
    expect(judged({ data: { addComment: { userErrors: [{ code: 'INVALID_INPUT' }] } } }, '')).toEqual({ answer: 'INVALID_INPUT' }));
  test.each([
    ['INTERNAL', { errors: [{ message: 'x', extensions: { code: 'INTERNAL' } }], data: null }, 200],
    ['a status of 500', {}, 500],
    ['endless', { data: { addComment: 'x'.repeat(400_000) } }, 200],
  ])('%s is a fault', (_, payload, status) => expect(judged(payload, 'x', status).fault).toBeDefined());
});
