import type { ServerResponse } from 'node:http';
import { neverThrowing } from '@sysops-squad/chassis/listeners';
import { unauthenticated } from '@sysops-squad/chassis/graphqlErrors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { stringifyAnswer } from '../../execution/writtenData.ts';
import type { Identified } from '../../identity/accessToken.ts';
import type { WhileValid } from '../../identity/whileValid.ts';
import type { PublicErrors } from '../../operations/publicErrors.ts';
import { toldErrors } from '../../operations/toldErrors.ts';
import { SubscriptionRefused } from '../planSubscription.ts';
import type { LiveEvents } from '../subscription.ts';
import type { OpenStreams } from './openStreams.ts';
import type { StreamFormat } from './streamFormat.ts';

type Parts = { streams: OpenStreams; publicErrors: PublicErrors; whileValid: WhileValid };
type Wanted = { format: StreamFormat; events: LiveEvents; identified: Identified };

const reasons = {
  expired: unauthenticated('The access token has expired: subscribe again with a new one, with the last cursor as `after`.'),
  revoked: unauthenticated('The session has ended: sign in again.'),
};

/** Writes the events of one subscription into one response, the next when the one before has been taken; ends with it, the token or the client. */
export async function streamSubscription({ streams, publicErrors, whileValid }: Parts, response: ServerResponse, { format, events, identified }: Wanted): Promise<void> {
  const asPublic = (errors: readonly GraphQLError[]): GraphQLFormattedError[] => toldErrors(errors, publicErrors);
  const stream = streams.open(response, format);
  const leave = neverThrowing(() => events.return());
  response.once('close', leave);
  const callOff = whileValid(identified, (why) => {
    stream.end(format.failed(asPublic([reasons[why]])));
    leave();
  });
  try {
    for await (const { result, cursor } of events) {
      const { errors, ...rest } = result;
      const told = errors ? { ...rest, errors: asPublic(errors) } : rest;
      if (!(await stream.write(format.event(stringifyAnswer(told), cursor)))) break;
    }
    stream.end(format.completed);
  } catch (error) {
    stream.end(format.failed(asPublic(causesOf(error))));
  } finally {
    callOff();
    response.off('close', leave);
  }
}

const causesOf = (error: unknown): readonly GraphQLError[] =>
  error instanceof SubscriptionRefused ? error.errors : [new GraphQLError(String(error), { originalError: error instanceof Error ? error : null })];
