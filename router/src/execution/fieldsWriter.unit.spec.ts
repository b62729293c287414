import fc from 'fast-check';
import { buildSchema, parse, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import { quote } from './leafValues.ts';
import { compileWriter, faultsOf, type Writing } from './responseWriter.ts';

test('a string is quoted as JSON has it, whatever is in it', () => {
  const anything = fc.string({ unit: fc.constantFrom('a', 'ü', '"', '\\', '\n', '\u0000', '\u001f', '\u007f', '\u2028', '\ud800', '\udfff', '😀', '/') });
  fc.assert(fc.property(fc.oneof(anything, fc.string({ unit: 'binary' })), (text) => expect(quote(text)).toBe(JSON.stringify(text))), { numRuns: 2_000 });
});

const schema = buildSchema(`
  scalar When
  enum Colour { RED BLUE }
  type Query { id: ID text: String int: Int float: Float yes: Boolean when: When colour: Colour must: String! inner: Query list: [Int!] }
`);
const written = (fields: string, data: object): { text: string; faults: string[] } => {
  const { selectionSet } = parse(`{ ${fields} }`).definitions[0] as OperationDefinitionNode;
  const writing: Writing = { notes: [] };
  const write = compileWriter({ schema, fragments: new Map(), dataKey: (node) => (node.alias ?? node.name).value }, schema.getQueryType() as GraphQLObjectType, [selectionSet]);
  const text = write(data as Record<string, unknown>, writing);
  return { text, faults: faultsOf(writing).map(({ message, path }) => `${path.join('.')}: ${message}`) };
};

test.each([
  ['id', 'x"1', '"x\\"1"'], ['id', 7, '7'], ['text', 'ü', '"ü"'], ['int', -3, '-3'], ['int', 2 ** 31, '2147483648'], ['float', 1.5, '1.5'], ['float', 1e21, '1e+21'],
  ['yes', true, 'true'], ['yes', false, 'false'], ['when', '2026', '"2026"'], ['when', { a: [1] }, '{"a":[1]}'], ['colour', 'RED', '"RED"'],
  ['id', null, 'null'], ['text', undefined, 'null'], ['list', [1, 2], '[1,2]'],
])('writes %s %p', (field, value, text) => {
  expect(written(field, { [field]: value })).toEqual({ text: `{"${field}":${text}}`, faults: [] });
});

test.each([['id', 1.5], ['id', true], ['text', 1], ['int', 1.5], ['int', '1'], ['float', '1'], ['yes', 1], ['colour', 'GREEN'], ['list', 1]])('says that %s cannot be %p', (field, value) => {
  expect(written(`text ${field === 'text' ? '' : field}`, { text: 't', [field]: value }).faults).toEqual([`${field}: Invalid value found for field Query.${field}.`]);
});

test('names of fields are texts, never code', () => {
  const names = ['__proto__', 'constructor', 'value', 'written', 'return', 'write0', 'object'];
  const data = JSON.parse(`{${names.map((name) => `"${name}":"${name}"`).join()}}`) as object;
  expect(written(names.map((name) => `${name}: text`).join(' '), data).text).toBe(`{${names.map((name) => `"${name}":"${name}"`).join()}}`);
});

test('a missing value that must be there takes its object along, with where it was', () => {
  expect(written('inner { text must }', { inner: { text: 't' } })).toEqual({ text: '{"inner":null}', faults: ['inner.must: Cannot return null for non-nullable field Query.must.'] });
  expect(written('must', {})).toEqual({ text: 'null', faults: ['must: Cannot return null for non-nullable field Query.must.'] });
});

test('a scalar may be called as anything that objects inherit', () => {
  const named = buildSchema('scalar constructor type Query { a: constructor }');
  const { selectionSet } = parse('{ a }').definitions[0] as OperationDefinitionNode;
  const write = compileWriter({ schema: named, fragments: new Map(), dataKey: (node) => node.name.value }, named.getQueryType() as GraphQLObjectType, [selectionSet]);
  expect(write({ a: 'x"' }, { notes: [] })).toBe('{"a":"x\\""}');
});
