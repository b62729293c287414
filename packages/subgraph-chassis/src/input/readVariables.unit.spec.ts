import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql';
import { scalars } from '../scalars.ts';
import fc from '../testing/properties.ts';
import { readVariables } from './readVariables.ts';

const schema = buildSchema(`
  type Query { a: Int }
  input Form { title: String! = "none" kind: Kind size: Int parts: [Part!] inner: Form at: DateTime }
  input Part { name: String! amount: Float }
  enum Kind { LARGE SMALL }
  scalar DateTime
`);
Object.assign(schema.getType('DateTime')!, { parseValue: scalars.DateTime.parseValue, parseLiteral: scalars.DateTime.parseLiteral });
const [{ variableDefinitions }] = parse('query ($form: Form, $forms: [[Form!]], $n: Int! = 3, $kind: Kind, $flag: Boolean!, $__proto__: String) { a }').definitions as [OperationDefinitionNode];

const leaf = fc.oneof(fc.constantFrom(null, true, 1, 1.5, -0, 'LARGE', 'a', '2026-01-01T00:00:00Z'), fc.string(), fc.double());
const { form } = fc.letrec((tie) => ({
  part: fc.record({ name: leaf, amount: leaf, other: leaf }, { requiredKeys: [] }),
  form: fc.oneof({ maxDepth: 3 }, leaf, fc.record({ title: leaf, kind: leaf, size: leaf, at: leaf, parts: fc.oneof(leaf, fc.array(tie('part'), { maxLength: 3 })), inner: tie('form'), more: leaf }, { requiredKeys: [] })),
}));
const given = fc.record({ form, forms: fc.oneof(form, fc.array(fc.oneof(form, fc.array(form, { maxLength: 2 })), { maxLength: 3 })), n: leaf, kind: leaf, flag: fc.oneof(fc.boolean(), leaf), ['__proto__']: leaf }, { requiredKeys: [] });

test('reads what GraphQL reads, and refuses what it refuses', () => {
  fc.assert(
    fc.property(given, (variables) => {
      const theirs = getVariableValues(schema, variableDefinitions!, variables);
      const ours = readVariables(schema, variableDefinitions!, variables);
      expect(ours.coerced).toEqual(theirs.coerced);
      expect(ours.errors?.length).toBe(theirs.errors && Math.min(10, theirs.errors.length));
    }),
    { numRuns: 400 },
  );
});

test('whatever is wrong, the errors are short and repeat nothing', () => {
  const secret = fc.string({ minLength: 5, maxLength: 9 }).map((text) => `hunter-${text}`);
  const wrong = fc.oneof(secret, fc.array(secret), fc.dictionary(fc.constantFrom('title', 'parts', 'kind', 'size', 'at', 'inner'), fc.oneof(secret, fc.array(secret), fc.constant({ name: { secret: 'hunter-' } }))));
  fc.assert(
    fc.property(fc.record({ form: wrong, forms: wrong, n: wrong, kind: wrong, flag: wrong }), (variables) => {
      const { errors = [] } = readVariables(schema, variableDefinitions!, variables);
      const text = JSON.stringify(errors);
      expect([errors.length > 0, errors.length <= 10, text.length < 12_000, text.includes('hunter-')]).toEqual([true, true, true, false]);
      for (const { extensions } of errors) expect(extensions).toEqual({ code: 'BAD_USER_INPUT', field: expect.stringMatching(/^(form|forms|n|kind|flag)/) });
    }),
    { numRuns: 500 },
  );
});

test('where it is wrong, and why', () => {
  const told = (variables: object): string[] => readVariables(schema, variableDefinitions!, { flag: true, ...variables } as never).errors!.map(({ message, extensions }) => `${extensions['field']}: ${message}`);
  expect(told({ form: { parts: [{ name: 1 }, {}] } })).toEqual([
    'form.parts[0].name: Variable "$form" at "form.parts[0].name" is invalid: Expected a value of type "String".',
    'form.parts[1]: Variable "$form" at "form.parts[1]" is invalid: Field "name" of required type "String!" was not provided.',
  ]);
  expect(told({ kind: 'HUGE' })).toEqual(['kind: Variable "$kind" is invalid: Expected a value of type "Kind".']);
  expect(told({ n: null })).toEqual(['n: Variable "$n" of non-null type "Int!" must not be null.']);
  expect(told({ form: { titel: 'x' } })[0]).toContain('Did you mean "title"');
});
