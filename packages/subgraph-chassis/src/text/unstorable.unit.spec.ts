import { execute, parse, validate, type ExecutionResult } from 'graphql';
import { guardedSchema } from '../authorization/guardedSchema.ts';
import { bodyText, requireUtf8Search } from '../http/bodyText.ts';
import { callerWith } from '../testing/identity.ts';
import fc from '../testing/properties.ts';
import { isStorable, requireStorable, requireStorableLiterals, unstorableIn } from './unstorable.ts';

describe('strings that cannot be kept', () => {
  it.each([
    [{ input: { name: 'a\0b' } }, 'input.name'],
    [{ input: { windows: [{ note: 'fine' }, { note: '\ud800' }] } }, 'input.windows[1].note'],
    [{ list: ['a', 'b\udc00'] }, 'list[1]'],
    [{ representations: [{ __typename: 'T', id: 'x\0' }] }, 'representations[0].id'],
    [{ input: { 'a\0': 1 } }, 'input'],
    [{ input: { text: '👨‍👩‍👧 \u202E', none: null, number: 1, yes: true } }, undefined],
  ])('%j: %s', (variables, path) => expect(unstorableIn(variables)).toBe(path));

  it('are found wherever they stand', () => {
    const value = fc.jsonValue({ maxDepth: 5 });
    fc.assert(fc.property(value, (json) => expect(unstorableIn({ json }) !== undefined).toBe(!storable(json))));
    fc.assert(fc.property(value, fc.constantFrom('\0', '\ud800', '\udfff'), (json, bad) => expect(unstorableIn({ in: [json, { bad }] })).toBe('in[1].bad')));
  });

  it('are found 100,000 levels down', () => {
    let deep: unknown = '\0';
    for (let n = 0; n < 100_000; n += 1) deep = [deep];
    expect(unstorableIn({ deep })).toMatch(/^deep\[0\]/);
  });

  it('are refused with the path and without the value', () => {
    const refusal = () => requireStorable({ input: { password: 'secret\0' } });
    expect(refusal).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field: 'input.password' } }));
    expect(refusal).toThrow(/^(?!.*secret)/);
  });

  it.each([
    ['{ find(text: "a\\u0000") }', 'find.text'],
    ['mutation { m: save(input: { names: ["a", "b\\u0000"] }) }', 'm.input.names'],
    ['query ($x: String = "\\u0000") { find(text: $x) }', '$x'],
    ['{ find(text: """a\0""") }', 'find.text'],
    ['{ find @skip(if: true, why: "\\u0000") }', 'find.why'],
  ])('as a literal: %s', (document, field) => expect(() => requireStorableLiterals(parse(document))).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field } })));
});

/** By the definition, over the JSON text. */
const storable = (value: unknown): boolean => {
  const texts: string[] = [];
  JSON.stringify(value, (key, item: unknown) => (texts.push(key, ...(typeof item === 'string' ? [item] : [])), item));
  return texts.every(isStorable);
};

describe('ids', () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
  const sdl = `${link} type Query { a(id: ID!): Int b(ids: [ID!]): Int c(input: In): Int } input In { id: ID } type T @key(fields: "id") { id: ID! x(id: ID): Int }`;
  const schema = guardedSchema(sdl, { Query: { a: () => 1, b: () => 1, c: () => 1 } });
  const ask = async (text: string, variableValues: Record<string, unknown> = {}): Promise<unknown> => {
    const document = parse(text);
    const wrong = validate(schema, document)[0];
    const { data, errors } = wrong ? { data: null, errors: [wrong] } : ((await execute({ schema, document, variableValues, contextValue: { caller: callerWith('ADMIN') } })) as ExecutionResult);
    return errors?.[0]?.extensions['code'] ?? data;
  };
  const places = [['{ a(id: %) }'], ['{ b(ids: [%]) }'], ['{ c(input: { id: % }) }']];
  const variables = [['query ($v: ID!) { a(id: $v) }'], ['query ($v: [ID!]) { b(ids: $v) }']];

  it.each(places)('are taken up to 200 characters: %s', async (query) => {
    expect(await ask(query.replace('%', `"${'x'.repeat(200)}"`))).not.toBe('BAD_USER_INPUT');
    expect(await ask(query.replace('%', `"${'x'.repeat(201)}"`))).toBe('BAD_USER_INPUT');
  });
  it.each(variables)('as variables too: %s', async (query) => {
    expect(await ask(query, { v: 'x'.repeat(200) })).not.toHaveProperty('message');
    await expect(ask(query, { v: 'x'.repeat(201) })).resolves.toBe('BAD_USER_INPUT');
  });
  it('may still be integers', async () => expect(await ask('query ($v: ID!) { a(id: $v) }', { v: 7 })).toEqual({ a: 1 }));
});

describe('encodings', () => {
  it.each([undefined, 'application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])('%s is read', (type) =>
    expect(bodyText(Buffer.from('"ä"'), type)).toBe('"ä"'));
  it.each(['application/json; charset=utf-16', 'application/json;charset=windows-1252', 'application/json; a=b; charset=latin1'])('%s is 415', (type) =>
    expect(() => bodyText(Buffer.from('{}'), type)).toThrow(expect.objectContaining({ status: 415 })));
  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])('bytes %j are 400', (bytes) =>
    expect(() => bodyText(Buffer.from(bytes), undefined)).toThrow(expect.objectContaining({ status: 400 })));
  it.each(['?q=%C3%A4&x=100%', '?q=%', ''])('%s is read', (search) => expect(() => requireUtf8Search(search)).not.toThrow());
  it.each(['?q=%FF', '?q=%C3', '?q=%ED%A0%80'])('%s is 400', (search) => expect(() => requireUtf8Search(search)).toThrow(expect.objectContaining({ status: 400 })));
});
