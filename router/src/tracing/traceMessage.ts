import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { GraphQLError } from 'graphql';

/** A client's message on a socket as one span, from its admission until it is answered by errors, or what it asks for has begun. */
export const traceMessage = <Begun>(begin: () => Promise<Begun | GraphQLError[]>): Promise<Begun | GraphQLError[]> =>
  inSpan('graphql message', { kind: 'server' }, async (span) => {
    const begun = await begin();
    if (!Array.isArray(begun)) return begun;
    span?.set({ 'graphql.error.codes': [...new Set(begun.map(({ extensions }) => String(extensions?.['code'])))].join(' ') });
    span?.fail(begun[0]);
    return begun;
  });
