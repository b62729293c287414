import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  GraphQLError,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { cutMessage, inputErrorsTold, leafReason } from './inputErrors.ts';

export type ReadVariables = { coerced: Record<string, unknown>; errors?: undefined } | { coerced?: undefined; errors: readonly GraphQLError[] };
type Path = readonly (string | number)[];
type Tell = (definition: VariableDefinitionNode, problem: string, path?: Path) => void;

/** Ends the reading; made once, since an error is dear. */
const enough = new Error('enough errors');

/** Like GraphQL's `getVariableValues`, with few and short errors that repeat no value. */
export function readVariables(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[], inputs: Readonly<Record<string, unknown>>): ReadVariables {
  const errors: GraphQLError[] = [];
  const tell: Tell = (definition, problem, path = []) => {
    errors.push(errorAt(definition, problem, path));
    if (errors.length === inputErrorsTold) throw enough;
  };
  const coerced: Record<string, unknown> = {};
  try {
    for (const definition of definitions) readVariable(schema, definition, inputs, coerced, tell);
  } catch (error) {
    if (error !== enough) throw error;
  }
  return errors.length > 0 ? { errors } : { coerced };
}

function readVariable(schema: GraphQLSchema, definition: VariableDefinitionNode, inputs: Readonly<Record<string, unknown>>, coerced: Record<string, unknown>, tell: Tell): void {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return tell(definition, 'is of a type that takes no input.');
  if (!Object.hasOwn(inputs, name)) {
    if (definition.defaultValue) define(coerced, name, valueFromAST(definition.defaultValue, type));
    else if (isNonNullType(type)) tell(definition, `of required type "${type}" was not provided.`);
    return;
  }
  const value = inputs[name];
  if (value === null && isNonNullType(type)) return tell(definition, `of non-null type "${type}" must not be null.`);
  define(coerced, name, coerceInputValue(value, type, (path, wrong, error) => tell(definition, reasonOf(type, path, wrong, error), path)));
}

/** A variable may have any name, `__proto__` too. */
const define = (values: Record<string, unknown>, name: string, value: unknown): void =>
  void (name === '__proto__' ? Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true }) : (values[name] = value));

function errorAt(definition: VariableDefinitionNode, problem: string, path: Path): GraphQLError {
  const name = definition.variable.name.value;
  const field = name + path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const message = `Variable "$${name}"${path.length > 0 ? ` at "${field}"` : ''} ${problem}`;
  return new GraphQLError(cutMessage(message), { nodes: definition, extensions: { code: 'BAD_USER_INPUT', field: cutMessage(field) } });
}

function reasonOf(type: GraphQLInputType, path: Path, value: unknown, error: GraphQLError): string {
  const named = getNamedType(typeAt(type, path));
  const reason = isLeafType(named) && value !== null && value !== undefined ? leafReason({ type: named, value, error }) : error.message;
  return `is invalid: ${reason}`;
}

function typeAt(type: GraphQLInputType, path: Path): GraphQLInputType {
  let at: GraphQLInputType = type;
  for (const part of path) {
    at = getNullableType(at);
    if (typeof part === 'number') at = isListType(at) ? at.ofType : at;
    else at = fieldOf(getNamedType(at), part) ?? at;
  }
  return at;
}

const fieldOf = (type: GraphQLInputType, name: string): GraphQLInputType | undefined => (isInputObjectType(type) ? type.getFields()[name]?.type : undefined);
