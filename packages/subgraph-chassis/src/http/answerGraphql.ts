import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { createCacheControlHeader } from '../cacheControl/cacheControlHeader.ts';
import type { Caller } from '../caller.ts';
import { deadlineHeader, deadlineIn } from '../deadline.ts';
import type { Logger } from '../logger.ts';
import type { ObserveRequest, Outcome } from '../metrics/requestMetrics.ts';
import { proofHeader, proofKeyHeader, ProofRefused } from '../proof/proof.ts';
import type { ProofVerifier } from '../proof/verifier.ts';
import { inSpan, traceHeadersIn, type OpenSpan } from '../tracing/tracing.ts';
import { BodyTooLarge, readBody, sendJson } from './body.ts';
import { bodyText, WrongEncoding } from './bodyText.ts';
import { createReader, executeOperation, OperationRefused } from './operations.ts';

const bodyLimit = 4 * 1024 * 1024;

type Parts = {
  subgraph: string;
  schema: GraphQLSchema;
  proofs: ProofVerifier;
  contextOf: (caller: Caller, deadlineAt?: number) => object;
  maskError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  logger: Logger;
  observe?: ObserveRequest | undefined;
};

const operationSchema = z.object({
  query: z.string(), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().nullish().transform((name) => name || null),
});

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });

/** Checks the router's proof against the exact bytes that came, then executes what they ask. */
export function answerGraphql({ subgraph, schema, proofs, contextOf, maskError, logger, observe }: Parts) {
  const documentOf = createReader(schema);
  const cacheControl = createCacheControlHeader(schema);
  const masked = ({ errors, ...result }: ExecutionResult) => (errors ? { ...result, errors: errors.map((error) => maskError(error.toJSON(), error)) } : result);

  /** Undefined: refused with 401, which says that nothing was executed, and a router may rely on it. */
  const callerOf = (request: IncomingMessage, response: ServerResponse, body: Buffer): Caller | undefined => {
    try {
      const { caller, isSigned } = proofs.verify(request.headers[proofHeader]?.toString(), { method: request.method ?? '', path: '/graphql', body });
      if (isSigned) response.setHeader(proofKeyHeader, proofs.publicKey);
      return caller;
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      logger.warn({ reason: error.message }, 'request without a valid proof refused');
      response.setHeader(proofKeyHeader, proofs.publicKey);
      refuse(response, 401, 'UNAUTHENTICATED', 'This subgraph answers the router only.');
      return undefined;
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse, span: OpenSpan | undefined): Promise<Outcome> => {
    const deadlineAt = deadlineIn(request.headers[deadlineHeader]);
    const body = await readBody(request, bodyLimit);
    const caller = callerOf(request, response, body);
    if (!caller) return 'refused';
    const { success, data: operation } = operationSchema.safeParse(JSON.parse(bodyText(body, request.headers['content-type'])));
    if (!success) {
      refuse(response, 400, 'BAD_REQUEST', 'Send query, and variables and operationName where there are any.');
      return 'refused';
    }
    const document = documentOf(operation.query);
    const result = await executeOperation(schema, document, operation, contextOf(caller, deadlineAt));
    if (result.errors) span?.fail(result.errors[0]);
    response.setHeader('cache-control', cacheControl(document, result));
    sendJson(response, 200, masked(result));
    return result.errors ? 'errors' : 'answered';
  };

  const observed = async (request: IncomingMessage, response: ServerResponse, span: OpenSpan | undefined): Promise<void> => {
    const begunAt = performance.now();
    let outcome: Outcome = 'refused';
    try {
      outcome = await answer(request, response, span);
    } catch (error) {
      if (error instanceof OperationRefused) return sendJson(response, 400, masked({ errors: error.errors }));
      if (error instanceof BodyTooLarge) return refuse(response, 413, 'BAD_USER_INPUT', error.message);
      if (error instanceof WrongEncoding) return refuse(response, error.status, 'BAD_REQUEST', error.message);
      if (error instanceof SyntaxError) return refuse(response, 400, 'BAD_REQUEST', 'The body is not JSON.');
      throw error;
    } finally {
      span?.set({ outcome });
      observe?.(outcome, (performance.now() - begunAt) / 1_000);
    }
  };
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    inSpan(`${subgraph} graphql`, { kind: 'server', parent: traceHeadersIn(request.headers) }, (span) => observed(request, response, span));
}
