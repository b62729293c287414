import { GraphQLError, isEnumType, type GraphQLLeafType } from 'graphql';

/** So many are enough to see what is wrong; each further one would be work. */
export const inputErrorsTold = 10;
const longestMessage = 500;

/** A message of bounded length. Names that a client chose stand in it, and may be as long as a body. */
export const cutMessage = (message: string): string => (message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`);

type Wrong = { type: GraphQLLeafType; value: unknown; error: GraphQLError };

/** Why a scalar or enum does not take a value, without the value: it may be a password. */
export function leafReason({ type, value, error }: Wrong): string {
  const isOurs = error.extensions['code'] === 'BAD_USER_INPUT' && !isEnumType(type);
  return isOurs && !quotes(error.message, value) ? cutMessage(error.message) : `Expected a value of type "${type.name}".`;
}

/** A scalar's own words are told unless they repeat what was sent. */
const quotes = (message: string, value: unknown): boolean => (typeof value === 'object' && value !== null) || message.includes(JSON.stringify(value) ?? 'undefined');

const tokenWithValue = /\b(BlockString|String|Int|Float) "[^]*"/;

/** The parser quotes the token at which it stops. */
export const withoutTokenValue = (message: string): string => cutMessage(message.replace(tokenWithValue, '$1'));

const ofArgument = /^Argument "([_A-Za-z0-9]+)" (?:of (?:non-null|required) type "[^"]*" |has invalid value )/;

/**
 * What GraphQL itself throws while a field's arguments are read, as the client's fault that it is; undefined for any other error.
 * Such an error names places in the document, which no resolver knows.
 */
export function argumentError(error: unknown): GraphQLError | undefined {
  const thrown = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (!(thrown instanceof GraphQLError) || !thrown.nodes || thrown.extensions['code'] !== undefined) return undefined;
  const field = ofArgument.exec(thrown.message)?.[1];
  if (field === undefined) return undefined;
  const message = thrown.message.includes(' has invalid value ') ? `Argument "${field}" has an invalid value.` : cutMessage(thrown.message);
  const path = error instanceof GraphQLError ? error.path : undefined;
  return new GraphQLError(message, { nodes: thrown.nodes, path: path ?? null, extensions: { code: 'BAD_USER_INPUT', field } });
}
