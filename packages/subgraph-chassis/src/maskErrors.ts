import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { publicErrorCodes } from './graphqlErrors.ts';
import { argumentError } from './input/inputErrors.ts';
import type { Logger } from './logger.ts';

const known = new Set<string>([...publicErrorCodes, 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_FOUND']);

/** Lets errors with a public code through, and says which argument a client gave wrongly; everything else becomes INTERNAL with an id under which the log has the cause. */
export const errorMask =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && known.has(code)) return formatted;
    const wrongArgument = argumentError(error);
    if (wrongArgument) return wrongArgument.toJSON();
    const id = randomUUID();
    logger.error({ err: causeOf(error), errorId: id, path: formatted.path }, 'internal error');
    const message = `Something went wrong on our side; it is logged under ${id}.`;
    return { message, ...(formatted.path ? { path: formatted.path } : {}), extensions: { code: 'INTERNAL', errorId: id } };
  };

/** What a resolver threw, out of what GraphQL made of it. */
const causeOf = (error: unknown): unknown => (error instanceof GraphQLError ? (error.originalError ?? error) : error);
