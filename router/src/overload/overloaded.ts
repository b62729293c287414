import { GraphQLError } from 'graphql';

/** Nothing of it was begun: the same request may be sent again. Not all at the same time. */
export function overloaded(): GraphQLError {
  const retryAfterSeconds = 1 + Math.floor(Math.random() * 3);
  const message = `There is more to do than can be done just now: try again in ${retryAfterSeconds} s.`;
  return new GraphQLError(message, { extensions: { code: 'OVERLOADED', retryAfterSeconds } });
}
