import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';

/** A place in the stream of one expert or ticket: worthless for any other. */
export const streamCursor = (stream: string, position: number): string => Buffer.from(`${stream}|${position}`, 'utf8').toString('base64url');

/** @throws GraphQLError BAD_USER_INPUT for a cursor that this stream did not give */
export function streamPosition(stream: string, cursor: string, head: number): number {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = Number(text.slice(stream.length + 1));
  const ours = text === `${stream}|${position}` && Number.isSafeInteger(position) && position >= 0 && position <= head;
  if (!ours) throw badUserInput('`after` is not a cursor that this subscription gave.', 'after');
  return position;
}
