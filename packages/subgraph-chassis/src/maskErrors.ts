import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isAway } from './database/isAway.ts';
import { publicErrorCodes } from './graphqlErrors.ts';
import { argumentError } from './input/inputErrors.ts';
import type { Logger } from './logger.ts';

const known = new Set<string>([...publicErrorCodes, 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST', 'PERSISTED_QUERY_NOT_FOUND']);

const away = 'This part cannot reach its data at the moment: try again in a few seconds, a change with the same idempotency key.';

/**
 * Lets errors with a public code through, and says which argument a client gave wrongly. A database that is away is UNAVAILABLE: whether a change was made is not known then,
 * and its idempotency key makes repeating it safe. Everything else becomes INTERNAL with an id under which the log has the cause.
 */
export const errorMask =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const code = formatted.extensions?.['code'];
    if (typeof code === 'string' && known.has(code)) return formatted;
    const wrongArgument = argumentError(error);
    if (wrongArgument) return wrongArgument.toJSON();
    const place = formatted.path ? { path: formatted.path } : {};
    if (isAway(error)) {
      logger.warn({ err: causeOf(error), ...place }, 'the database is away');
      return { message: away, ...place, extensions: { code: 'UNAVAILABLE' } };
    }
    const id = randomUUID();
    logger.error({ err: causeOf(error), errorId: id, ...place }, 'internal error');
    const message = `Something went wrong on our side; it is logged under ${id}.`;
    return { message, ...place, extensions: { code: 'INTERNAL', errorId: id } };
  };

/** What a resolver threw, out of what GraphQL made of it. */
const causeOf = (error: unknown): unknown => (error instanceof GraphQLError ? (error.originalError ?? error) : error);
