import { execute, getOperationAST, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { documentRules } from '../input/documentRules.ts';
import { inputErrorsTold, withoutTokenValue } from '../input/inputErrors.ts';
import { readVariables } from '../input/readVariables.ts';
import { createRecent } from '../recent.ts';
import { requireStorable, requireStorableLiterals } from '../text/unstorable.ts';

export type Operation = { query: string; variables?: Record<string, unknown> | null; operationName?: string | null };

/** An operation that is not executed at all. */
export class OperationRefused extends Error {
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

const kept = 500;
/** Longer ones are read anew each time, so that memory stays bounded. */
const longestKept = 16_384;

/** Parses and validates: each operation once, since the router sends the same few again and again. @throws OperationRefused */
export function createReader(schema: GraphQLSchema): (query: string) => DocumentNode {
  const known = createRecent<DocumentNode>(kept);
  return (query) => (query.length > longestKept ? read(schema, query) : known.getOrMake(query, () => read(schema, query)));
}

function read(schema: GraphQLSchema, query: string): DocumentNode {
  const document = parsed(query);
  const errors = validate(schema, document, documentRules, { maxErrors: inputErrorsTold });
  if (errors.length > 0) throw new OperationRefused(errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')));
  refusing(() => requireStorableLiterals(document));
  return document;
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    throw error instanceof GraphQLError ? new OperationRefused([unquoted(error)]) : error;
  }
}

/** @throws OperationRefused for variables that do not fit, and for a name that is none of the document's */
export async function executeOperation(schema: GraphQLSchema, document: DocumentNode, operation: Operation, contextValue: object): Promise<ExecutionResult> {
  checkVariables(operation);
  const result = await execute({ schema, document, contextValue, variableValues: operation.variables ?? {}, operationName: operation.operationName ?? null });
  if (result.data === undefined) throw new OperationRefused(inputErrors(schema, document, operation, result));
  return result;
}

/** Nothing was executed: the variables do not fit, and are told anew since GraphQL's own errors quote them; or the name does not. */
function inputErrors(schema: GraphQLSchema, document: DocumentNode, { variables, operationName }: Operation, { errors = [] }: ExecutionResult): readonly GraphQLError[] {
  const named = getOperationAST(document, operationName);
  return (named && readVariables(schema, named.variableDefinitions ?? [], variables ?? {}).errors) ?? errors.map((error) => withCode(error, 'BAD_USER_INPUT'));
}

const unquoted = ({ message, source, positions }: GraphQLError): GraphQLError =>
  new GraphQLError(withoutTokenValue(message), { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });

/** Before any resolver. @throws OperationRefused for a variable that holds what cannot be kept */
export const checkVariables = ({ variables }: Operation): void => refusing(() => requireStorable(variables));

function refusing(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof GraphQLError ? new OperationRefused([error]) : error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] ??= code;
  return error;
}
