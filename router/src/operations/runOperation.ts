import type { Logger } from '@sysops-squad/chassis/logger';
import { GraphQLError, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { GatewayExecutor } from '../execution/executor.ts';
import { stringifyAnswer } from '../execution/writtenData.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { answerIntrospection } from './answerIntrospection.ts';
import type { KnownDocument, ReadDocument } from './knownDocuments.ts';
import type { OperationHook } from './operationHook.ts';
import type { PublicErrors } from './publicErrors.ts';
import { toldErrors } from './toldErrors.ts';
import { shareUnderWay, type Shareable, type Sharing } from './shareUnderWay.ts';

/** A query or mutation that has been admitted. */
export type AskedOperation = { query: string; operationName: string | undefined; variables: Record<string, unknown>; /** Nothing may be changed. */ readOnly: boolean };
/** As JSON, with the HTTP status that tells it best. */
export type OperationAnswer = { status: number; text: string; retryAfterSeconds?: number; /** Some of it, or all, has failed. */ hasErrors?: boolean };
export type RunOperation = (asked: AskedOperation, context: CallContext) => Promise<OperationAnswer>;

type Parts = {
  schema: () => GraphQLSchema;
  read: ReadDocument;
  execute: GatewayExecutor;
  hooks: readonly OperationHook[];
  publicErrors: PublicErrors;
  sharing: Sharing;
  logger: Logger;
};
type Executed = Shareable & { document: KnownDocument['document']; request: Omit<AskedOperation, 'readOnly'> };
type Outcome = { status: number; result: ExecutionResult; /** Once it is written: those who share it would put it together anew. */ text?: string };
type Ran = { operation?: OperationDefinitionNode | undefined; outcome: Outcome };

/** Reads, checks and executes: what a GraphQL server does, with everything that depends on the text alone done once. */
export function createRunOperation({ schema: currentSchema, read, execute, hooks, publicErrors, sharing, logger }: Parts): RunOperation {
  const run = async ({ query, operationName, variables, readOnly }: AskedOperation, context: CallContext): Promise<Ran> => {
    const schema = currentSchema();
    const known = read(schema, query);
    if ('errors' in known) return { outcome: { status: 400, result: known } };
    const operation = known.operationNamed(operationName ?? null);
    const refusal = refusalOf(operation, readOnly);
    if (refusal || !operation) return { operation, outcome: refusal! };
    try {
      for (const { resolved } of hooks) resolved?.({ operation, document: known.document, context });
    } catch (error) {
      return { operation, outcome: failed(error) };
    }
    const introspected = answerIntrospection({ schema, document: known.document, operation, variables, operationName });
    const outcome = introspected ? succeeded(introspected) : await executed({ schema, ...known, operation, variables, request: { query, operationName, variables }, context });
    return { operation, outcome };
  };
  const executed = shareUnderWay(async ({ hash, ...asked }: Executed) => {
    const executable = { ...asked, queryHash: hash, operationName: asked.operation.name?.value ?? null, metrics: {}, logger };
    return execute(executable as unknown as Parameters<GatewayExecutor>[0]).then(succeeded, failed);
  }, sharing);

  return async (asked, context) => {
    const begunAt = performance.now();
    const { operation, outcome } = await run(asked, context);
    const { status, result } = outcome;
    const errors = result.errors && toldErrors(result.errors, publicErrors);
    for (const { answered } of hooks) answered?.({ operation, errors, durationMs: performance.now() - begunAt });
    const told = errors ? { ...result, errors } : result;
    const text = errors ? stringifyAnswer(told) : (outcome.text ??= stringifyAnswer(told));
    return { status, text, hasErrors: errors !== undefined, ...(status === 503 && { retryAfterSeconds: Number(errors![0]!.extensions!['retryAfterSeconds']) }) };
  };
}

const subscriptionsNeedAStream =
  'Subscriptions need a stream, at this same URL: a WebSocket with graphql-transport-ws (library graphql-ws), ' +
  'or HTTP with "Accept: text/event-stream" (library graphql-sse) or "Accept: multipart/mixed;subscriptionSpec=1.0" (Apollo Client).';

/** Why it is not executed at all. */
export function refusalOf(operation: OperationDefinitionNode | undefined, readOnly: boolean): Outcome | undefined {
  const refused = (status: number, code: string, message: string) => ({ status, result: { errors: [new GraphQLError(message, { extensions: { code } })] } });
  if (!operation) return refused(400, 'OPERATION_RESOLUTION_FAILURE', 'Name one of the operations in the document as operationName.');
  if (readOnly && operation.operation !== 'query') return refused(405, 'BAD_REQUEST', `GET is for queries: send this ${operation.operation} by POST.`);
  if (operation.operation === 'subscription') return refused(400, 'BAD_REQUEST', subscriptionsNeedAStream);
  return undefined;
}

const succeeded = (result: ExecutionResult): Outcome => ({ status: result.data === undefined ? 400 : 200, result: withInputErrors(result) });

const failed = (error: unknown): Outcome => {
  const told = error instanceof GraphQLError ? error : new GraphQLError((error as Error).message, { originalError: error as Error });
  return { status: told.extensions['code'] === 'OVERLOADED' ? 503 : 500, result: { errors: [told] } };
};

/** Without any data nothing was executed: the variables do not fit. */
function withInputErrors(result: ExecutionResult): ExecutionResult {
  if (result.data !== undefined || !result.errors) return result;
  return { errors: result.errors.map((error) => (error.extensions['code'] === undefined ? new GraphQLError(error.message, { nodes: error.nodes, originalError: error, extensions: { code: 'BAD_USER_INPUT' } }) : error)) };
}
