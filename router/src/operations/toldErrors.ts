import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { PublicErrors } from './publicErrors.ts';

/** An operation over lists of lists may fail at thousands of places: a client learns of so many. */
export const mostErrors = 50;

/** The errors of an answer as clients see them: the first ones, then how many there are besides. */
export function toldErrors(errors: readonly GraphQLError[], publicErrors: PublicErrors): GraphQLFormattedError[] {
  const told = errors.slice(0, mostErrors).map((error) => publicErrors({ ...error.toJSON(), extensions: error.extensions }, error));
  const leftOut = errors.length - told.length;
  return leftOut === 0 ? told : [...told, { message: `${leftOut} more errors are not told.`, extensions: { code: 'MORE_ERRORS' } }];
}
