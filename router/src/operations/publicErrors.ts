import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { publicErrorCodes } from '@sysops-squad/chassis/graphqlErrors';
import { argumentError, cutMessage } from '@sysops-squad/chassis/input/inputErrors';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { GraphQLFormattedError } from 'graphql';
import { createSubgraphErrorRules, type SubgraphErrorRules } from './subgraphErrorRules.ts';

const ourOwn = new Set<unknown>([
  ...publicErrorCodes,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'OVERLOADED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_REQUIRED',
  'OPERATION_TOO_LARGE',
  'UNPLANNABLE',
]);
/** What an error may say besides its code. */
const details = ['field', 'retryAfterSeconds', 'subgraph', 'limit', 'actual', 'maximum'];

export type PublicErrors = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

type Options = { suggestions: boolean; /** Absent: `publicErrorCodes` and NOT_FOUND pass, whichever subgraph they come from. */ subgraphs?: SubgraphErrorRules | undefined };

/**
 * What clients may know of an error: code and message of those that they can act on. Everything else becomes INTERNAL,
 * with an id under which a log has the cause: the subgraph's, where it has masked the error already, or ours.
 */
export function createPublicErrors(logger: Logger, { suggestions, subgraphs }: Options): PublicErrors {
  const ruleOf = createSubgraphErrorRules(subgraphs);
  return (formatted, error) => {
    const extensions = formatted.extensions ?? {};
    const { code, serviceName } = extensions;
    const allowed = serviceName === undefined ? { codes: ourOwn, extensions: [] } : ruleOf(String(serviceName));
    if (allowed.codes.has(code)) {
      const message = cutMessage(suggestions ? formatted.message : withoutSuggestion(formatted.message));
      return { ...withPlace(formatted), message, extensions: { code, ...pick(extensions, [...details, ...allowed.extensions]) } };
    }
    const wrongArgument = serviceName === undefined ? argumentError(error)?.toJSON() : undefined;
    if (wrongArgument) return wrongArgument;
    const errorId = typeof extensions['errorId'] === 'string' ? extensions['errorId'] : randomUUID();
    logger.error({ err: unwrapResolverError(error), errorId, subgraph: serviceName, path: formatted.path }, 'internal error');
    const message = `Something went wrong on our side; it is logged under ${errorId}.`;
    return { ...withPlace(formatted), message, extensions: { code: 'INTERNAL', errorId } };
  };
}

/** Where the schema is not to be read, it is not to be guessed either, letter by letter. */
function withoutSuggestion(message: string): string {
  const from = message.indexOf('Did you mean ');
  const to = message.lastIndexOf('?');
  return from < 0 || to < from ? message : message.slice(0, from).trimEnd() + message.slice(to + 1);
}

/** One that concerns many places, such as a circle of fragments, names a few of them. */
const mostLocations = 5;
const withPlace = ({ path, locations }: GraphQLFormattedError) => ({ ...(locations && { locations: locations.slice(0, mostLocations) }), ...(path && { path }) });

const pick = (extensions: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => extensions[name] !== undefined).map((name) => [name, extensions[name]]));
