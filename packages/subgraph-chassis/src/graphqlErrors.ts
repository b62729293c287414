import { GraphQLError } from 'graphql';

/** The codes a client can act on; every other error is masked as INTERNAL. */
export const publicErrorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'UNAVAILABLE',
] as const;
export type PublicErrorCode = (typeof publicErrorCodes)[number];

const coded = (code: PublicErrorCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...extensions } });

export const unauthenticated = (message = 'Sign in first: send a valid access token as "Authorization: Bearer …".'): GraphQLError =>
  coded('UNAUTHENTICATED', message);

export const forbidden = (message = 'Your role does not have this right.'): GraphQLError => coded('FORBIDDEN', message);

/** @param field path of the argument at fault, e.g. `first` */
export const badUserInput = (message: string, field?: string): GraphQLError =>
  coded('BAD_USER_INPUT', message, field === undefined ? {} : { field });

/** Something that this needs does not answer now; the same request may succeed later. */
export const unavailable = (message: string): GraphQLError => coded('UNAVAILABLE', message);

/** @param retryAfterSeconds whole seconds after which trying again makes sense */
export const rateLimited = (message: string, retryAfterSeconds: number): GraphQLError =>
  coded('RATE_LIMITED', message, { retryAfterSeconds });
