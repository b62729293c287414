import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedSchema } from '@sysops-squad/chassis/authorization/guardedSchema';
import { documentRules } from '@sysops-squad/chassis/input/documentRules';
import { createLogger } from '@sysops-squad/chassis/logger';
import { errorMask } from '@sysops-squad/chassis/maskErrors';
import {
  execute,
  getNamedType,
  getNullableType,
  GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  parseConstValue,
  validate,
  valueFromAST,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';

const root = join(import.meta.dirname, '../../..');
const mask = errorMask(createLogger('test'));

type Case = { schema: GraphQLSchema; type: GraphQLObjectType; field: GraphQLField<unknown, unknown>; argument: GraphQLArgument };

/** Every argument that has a default and takes no null: GraphQL lets a nullable variable stand there. */
const cases = globSync('subgraphs/*/schema.graphql', { cwd: root }).flatMap((file): [string, Case][] => {
  const schema = guardedSchema(readFileSync(join(root, file), 'utf8'), {});
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__')) as GraphQLObjectType[];
  const takesNoNull = ({ type, defaultValue }: GraphQLArgument): boolean => isNonNullType(type) && defaultValue !== undefined;
  return types.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      field.args.filter(takesNoNull).map((argument): [string, Case] => [`${file.split('/')[1]} ${type.name}.${field.name}(${argument.name}:)`, { schema, type, field, argument }])));
});

test('there are some', () => expect(cases.length).toBeGreaterThanOrEqual(13));

describe.each(cases)('null for %s', (_name, { schema, type, field, argument }) => {
  // any type can be asked when it is the query: what is tried happens before a resolver runs
  const asked = new GraphQLSchema({ ...schema.toConfig(), query: type, mutation: null, subscription: null });
  const others = field.args.filter((one) => one !== argument && isRequiredArgument(one)).map((one) => `${one.name}: ${literal(one.type)}`);
  const select = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  const fieldWith = (value: string): string => `{ ${field.name}(${[...others, `${argument.name}: ${value}`].join(', ')})${select} }`;

  test('in a variable is the client’s fault, told with the argument', async () => {
    const document = parse(`query ($value: ${getNullableType(argument.type)}) ${fieldWith('$value')}`);
    expect(validate(asked, document, documentRules)).toEqual([]);
    const { errors = [] } = await execute({ schema: asked, document, variableValues: { value: null }, rootValue: {}, contextValue: {} });
    const told = errors.map((error) => mask(error.toJSON(), error));
    expect(told).toEqual([{ message: expect.stringContaining(argument.name), locations: expect.anything(), path: [field.name], extensions: { code: 'BAD_USER_INPUT', field: argument.name } }]);
  });
  test('as it is written is refused with the document', () => {
    expect(validate(asked, parse(fieldWith('null')), documentRules).map(({ message }) => message)).toEqual([`Expected a value of type "${argument.type}".`]);
  });
});

/** Any value that fits. */
function literal(type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (isListType(inner)) return '[]';
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner)) return `{${Object.values(inner.getFields()).filter(isRequiredInputField).map((one) => `${one.name}: ${literal(one.type)}`).join()}}`;
  return ['1', '"a"', 'true', '"2026-01-01T00:00:00Z"', '"2026-01-01"', '"PT1H"'].find((text) => valueFromAST(parseConstValue(text), inner) !== undefined) ?? '"a"';
}
