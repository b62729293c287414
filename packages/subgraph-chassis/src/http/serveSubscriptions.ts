import type { Server } from 'node:http';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { makeServer } from 'graphql-ws';
import type { Caller } from '../caller.ts';
import { unauthenticated } from '../graphqlErrors.ts';
import { readVariables } from '../input/readVariables.ts';
import type { Logger } from '../logger.ts';
import { ProofRefused, subscriptionBody } from '../proof/proof.ts';
import type { ProofVerifier } from '../proof/verifier.ts';
import { inSpan } from '../tracing/tracing.ts';
import { checkVariables, createReader, OperationRefused, type Operation } from './operations.ts';
import { createProtocolSockets } from './protocolSockets.ts';
import { onUpgrade, refuseUpgrade, type Upgrade } from './upgrade.ts';

type Parts = {
  server: Server;
  schema: GraphQLSchema;
  proofs: ProofVerifier;
  contextOf: (caller: Caller) => object;
  maskError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  logger: Logger;
};

type SubscribeMessage = Operation & { extensions?: Record<string, unknown> | null };

/** graphql-ws at /graphql: each subscribe message carries its own proof, so that one socket can serve many callers. */
export function serveSubscriptions({ server, schema, proofs, contextOf, maskError, logger }: Parts): { close: () => Promise<void> } {
  const documentOf = createReader(schema);
  const admit = (message: SubscribeMessage): ExecutionArgs | GraphQLError[] => {
    try {
      const proof = message.extensions?.['proof'];
      const request = { method: 'SUBSCRIBE', path: '/graphql', body: subscriptionBody(message) };
      const { caller } = proofs.verify(typeof proof === 'string' ? proof : undefined, request);
      checkVariables(message);
      const { variables } = message;
      const operationName = message.operationName || null;
      return { schema, document: documentOf(message.query), variableValues: variables ?? {}, operationName, contextValue: contextOf(caller) };
    } catch (error) {
      if (error instanceof OperationRefused) return [...error.errors];
      if (!(error instanceof ProofRefused)) throw error;
      logger.warn({ reason: error.message }, 'subscription without a valid proof refused');
      return [unauthenticated('This subgraph answers the router only.')];
    }
  };
  const mask = (errors: readonly GraphQLError[]): GraphQLError[] => errors.map((error) => masked(error, maskError));
  const protocol = makeServer({
    onSubscribe: (_context, _id, message) => admit(message as SubscribeMessage),
    subscribe: (args) => subscribeAfresh(args, contextOf),
    onNext: (_context, _id, _message, _args, result) => (result.errors ? { ...result, errors: mask(result.errors) } : undefined),
    onError: (_context, _id, _message, errors) => mask(errors as GraphQLError[]),
  });
  const sockets = createProtocolSockets({ protocol, maxPayload: 1024 * 1024, pingEveryMs: 15_000, logger });
  const accept = (upgrade: Upgrade): void => {
    if (upgrade.target.path === '/graphql') sockets.accept(upgrade, () => ({}));
    else refuseUpgrade(upgrade.socket, 404);
  };
  onUpgrade(server, accept, logger);
  return { close: sockets.close };
}

/** Variables that do not fit are told anew: GraphQL's own errors quote them. */
function withInputErrors({ schema, document, operationName, variableValues }: ExecutionArgs, refused: ExecutionResult): ExecutionResult {
  const operation = getOperationAST(document, operationName);
  const { errors } = operation ? readVariables(schema, operation.variableDefinitions ?? [], variableValues ?? {}) : refused;
  return errors ? { errors } : refused;
}

type Traced = { traceparent?: string | null };

/** Like graphql's subscribe, with a new context for each event: what one event loaded must not be shown at the next. */
async function subscribeAfresh(args: ExecutionArgs, contextOf: (caller: Caller) => object): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return withInputErrors(args, source);
  const events = source[Symbol.asyncIterator]();
  const { caller } = args.contextValue as { caller: Caller };
  const execution = async (event: unknown): Promise<ExecutionResult> => execute({ ...args, rootValue: event, contextValue: contextOf(caller) });
  /** An event may say in whose trace it happened; whoever pushes it on goes on from here. */
  const complete = (event: unknown): Promise<ExecutionResult> =>
    inSpan('event', { parent: { traceparent: (event as Traced).traceparent ?? undefined } }, async (span) => {
      const result = await execution(event);
      return span ? { ...result, extensions: { ...result.extensions, trace: span.headers() } } : result;
    });
  const completed: AsyncGenerator<ExecutionResult> = {
    async next() {
      const { done, value } = await events.next();
      return done ? { done, value: undefined } : { done: false, value: await complete(value) };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await events.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => completed,
    async [Symbol.asyncDispose]() {
      await events.return?.();
    },
  };
  return completed;
}

function masked(error: GraphQLError, maskError: Parts['maskError']): GraphQLError {
  const { message, extensions } = maskError(error.toJSON(), error);
  return new GraphQLError(message, { path: error.path ?? null, extensions: extensions ?? {} });
}
