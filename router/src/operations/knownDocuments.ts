import { createHash } from 'node:crypto';
import { oncePer } from '@sysops-squad/chassis/oncePer';
import { documentRules } from '@sysops-squad/chassis/input/documentRules';
import { withoutTokenValue } from '@sysops-squad/chassis/input/inputErrors';
import { createRecent } from '@sysops-squad/chassis/recent';
import { getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, parse, validate, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, type ValidationRule } from 'graphql';
import type { OperationHook } from './operationHook.ts';

/** A document that is valid for the schema it was read for. */
export type KnownDocument = { document: DocumentNode; hash: string; operationNamed: (name: string | null) => OperationDefinitionNode | undefined };
export type ReadDocument = (schema: GraphQLSchema, query: string) => KnownDocument | { errors: readonly GraphQLError[] };

/** So many are enough to see what is wrong; each further one would be work. */
const errorsTold = 5;

type Options = { introspection: boolean; rules?: readonly ValidationRule[]; hooks: readonly OperationHook[]; kept?: number };

/** Parses and validates each text once for each schema; what was used last is kept longest, what is refused is not remembered. */
export function createKnownDocuments({ introspection, rules = [], hooks, kept = 1_000 }: Options): ReadDocument {
  const knownFor = oncePer((_schema: GraphQLSchema) => createRecent<KnownDocument>(kept));
  const allRules = [...documentRules, ...rules, ...(introspection ? [] : [NoSchemaIntrospectionCustomRule])];
  const watched = <T>(what: 'parse' | 'validate', read: () => T, errorsOf: (result: T) => readonly GraphQLError[] | undefined): T => {
    const ends = hooks.map(({ reading }) => reading?.(what));
    const result = read();
    for (const end of ends) end?.(errorsOf(result));
    return result;
  };
  const read: ReadDocument = (schema, query) => {
    const parsed = watched('parse', () => parsedOrErrors(query), (result) => ('errors' in result ? result.errors : undefined));
    if ('errors' in parsed) return parsed;
    const invalid = watched('validate', () => validate(schema, parsed.document, allRules, { maxErrors: errorsTold }), (errors) => (errors.length > 0 ? errors : undefined));
    if (invalid.length > 0) return { errors: invalid.map((error) => coded('GRAPHQL_VALIDATION_FAILED', error)) };
    return { ...parsed, hash: createHash('sha256').update(query).digest('hex'), operationNamed: rememberOperations(parsed.document) };
  };
  return (schema, query) => {
    const ofSchema = knownFor(schema);
    const remembered = ofSchema.get(query);
    if (remembered) return remembered;
    const document = read(schema, query);
    return 'errors' in document ? document : ofSchema.set(query, document);
  };
}

function parsedOrErrors(query: string): { document: DocumentNode } | { errors: readonly GraphQLError[] } {
  try {
    return { document: parse(query) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [coded('GRAPHQL_PARSE_FAILED', error, withoutTokenValue(error.message))] };
  }
}

const coded = (code: string, error: GraphQLError, message = error.message): GraphQLError =>
  new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, originalError: error, extensions: { code } });

function rememberOperations(document: DocumentNode): KnownDocument['operationNamed'] {
  const known = new Map<string | null, OperationDefinitionNode | undefined>();
  return (name) => {
    const remembered = known.get(name);
    if (remembered) return remembered;
    const operation = getOperationAST(document, name) ?? undefined;
    if (operation) known.set(name, operation);
    return operation;
  };
}
