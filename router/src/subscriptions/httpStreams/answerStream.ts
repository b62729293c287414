import type { IncomingMessage, ServerResponse } from 'node:http';
import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Caller } from '@sysops-squad/chassis/caller';
import { GraphQLError } from 'graphql';
import type { Identified } from '../../identity/accessToken.ts';
import type { WhileValid } from '../../identity/whileValid.ts';
import { OperationRefused, type Admitted, type ChargeRefusal, type ClientOperation } from '../../operations/admission.ts';
import type { PublicErrors } from '../../operations/publicErrors.ts';
import type { Importance } from '../../overload/importance.ts';
import { overloaded } from '../../overload/overloaded.ts';
import type { Holdings } from '../holdings.ts';
import { SubscriptionRefused, type SubscribePayload } from '../planSubscription.ts';
import type { LiveEvents } from '../subscription.ts';
import type { OpenStreams } from './openStreams.ts';
import type { StreamFormat } from './streamFormat.ts';
import { streamSubscription } from './streamSubscription.ts';

type Parts = {
  streams: OpenStreams;
  start: (payload: SubscribePayload, caller: Caller, lastSeenBefore?: string) => LiveEvents;
  chargeRefusal: ChargeRefusal;
  publicErrors: PublicErrors;
  refuses: (importance: Importance) => boolean;
  holdings: Holdings;
  whileValid: WhileValid;
};
type Asked = { identified: Identified; format: StreamFormat; operation: ClientOperation; admitted: Admitted };

/**
 * Lets an admitted subscription begin as the body of an HTTP response, and does not wait for its end.
 * @throws OperationRefused, or OVERLOADED, while nothing has been written
 */
export const createAnswerStream =
  ({ start, chargeRefusal, publicErrors, refuses, holdings, streams, whileValid }: Parts) =>
  async (request: IncomingMessage, response: ServerResponse, { format, operation, admitted, identified }: Asked): Promise<void> => {
    const { caller } = identified;
    if (refuses('change')) throw overloaded();
    const release = holdings.connect(caller, { subscriptions: () => 1 });
    if (typeof release !== 'function') throw new OperationRefused([release]);
    response.once('close', neverThrowing(release));
    try {
      const tooMany = holdings.tooMany(caller);
      if (tooMany) throw new OperationRefused([tooMany]);
      const events = start(asPayload(operation, admitted.query), caller, request.headers['last-event-id']?.toString());
      inBackground(streamSubscription({ streams, publicErrors, whileValid }, response, { format, events, identified }));
    } catch (error) {
      if (error instanceof SubscriptionRefused) await chargeRefusal(caller, admitted);
      throw error instanceof SubscriptionRefused ? new OperationRefused(error.errors.map((one) => asPublic(one, publicErrors))) : error;
    }
  };
export type AnswerStream = ReturnType<typeof createAnswerStream>;

function asPublic(error: GraphQLError, publicErrors: PublicErrors): GraphQLError {
  const { message, extensions } = publicErrors(error.toJSON(), error);
  return new GraphQLError(message, { nodes: error.nodes, source: error.source, positions: error.positions, extensions: extensions ?? null });
}

function asPayload({ variables, operationName }: ClientOperation, query: string | undefined): SubscribePayload {
  const wrong = (message: string): never => {
    throw new OperationRefused([new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })]);
  };
  if (query === undefined) return wrong('There is no operation: send its text as query, or the id of a persisted one.');
  if (typeof (variables ?? {}) !== 'object' || Array.isArray(variables)) wrong('The variables must be an object.');
  if (typeof (operationName ?? '') !== 'string') wrong('The operationName must be a string.');
  return { query, variables: variables as SubscribePayload['variables'], operationName: operationName as SubscribePayload['operationName'] };
}
