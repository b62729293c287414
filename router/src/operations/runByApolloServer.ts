import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLRequest } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { withoutTokenValue } from '@sysops-squad/chassis/input/inputErrors';
import type { Logger } from '@sysops-squad/chassis/logger';
import { GraphQLError, type ValidationRule } from 'graphql';
import type { GatewayExecutor } from '../execution/executor.ts';
import { stringifyAnswer } from '../execution/writtenData.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { LiveSupergraph } from '../supergraph/liveSupergraph.ts';
import { answerIntrospection } from './answerIntrospection.ts';
import type { OperationHook } from './operationHook.ts';
import type { PublicErrors } from './publicErrors.ts';
import { refusalOf, type AskedOperation, type RunOperation } from './runOperation.ts';

type Plugin = ApolloServerPlugin<CallContext>;
type Parts = {
  supergraph: Pick<LiveSupergraph, 'current' | 'onUse'>;
  execute: GatewayExecutor;
  introspection: boolean;
  rules: readonly ValidationRule[];
  hooks: readonly OperationHook[];
  publicErrors: PublicErrors;
  logger: Logger;
};

/** Apollo's stack in the place of ours, for operations that have been admitted: Apollo Server in front of `@apollo/gateway` (`EXECUTOR=gateway`). */
export async function startApolloServer({ supergraph, execute, introspection, rules, hooks, publicErrors, logger }: Parts): Promise<RunOperation> {
  const server = new ApolloServer<CallContext>({
    gateway: {
      load: async () => ({ executor: execute }),
      onSchemaLoadOrUpdate: (tell) => supergraph.onUse(({ apiSchema, sdl }) => tell({ apiSchema, coreSupergraphSdl: sdl })),
      stop: async () => undefined,
    },
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    validationRules: [...rules],
    // Seen to before an operation is admitted.
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    formatError: (formatted, error) => publicErrors({ ...formatted, message: withoutValue(formatted.message) }, error),
    stringifyResult: stringifyAnswer,
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled(), ApolloServerPluginUsageReportingDisabled(),
      refuse, introspect, ...hooks.map(asPlugin),
    ],
  });
  await server.start();
  return async (asked, context) => {
    const { status = 200, headers, body } = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: asRequest(asked), context: async () => context });
    if (body.kind !== 'complete') throw new Error('Apollo Server itself sends nothing in parts');
    const retryAfter = headers.get('retry-after');
    return { status, text: body.string, ...(retryAfter !== undefined && { retryAfterSeconds: Number(retryAfter) }) };
  };
}

/** By GET where nothing may be changed. */
function asRequest({ query, operationName, variables, readOnly }: AskedOperation): HTTPGraphQLRequest {
  const named = operationName !== undefined && { operationName };
  if (readOnly) return { method: 'GET', headers: new HeaderMap(), search: `?${new URLSearchParams({ query, variables: JSON.stringify(variables), ...named })}`, body: undefined };
  return { method: 'POST', headers: new HeaderMap([['content-type', 'application/json']]), search: '', body: { query, variables, ...named } };
}

const quoted = /(, found | cannot represent [^:]*: |Value ")[^]*/;

/** Its rules are GraphQL's own, which repeat the value that does not fit. */
const withoutValue = (message: string): string => (quoted.test(message) && !message.startsWith('Syntax Error') ? message.replace(quoted, ': not this value.') : withoutTokenValue(message));

const refuse: Plugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      const refused = refusalOf(operation, false);
      if (refused) throw withStatus(refused.result.errors![0]!, refused.status);
    },
  }),
};

const introspect: Plugin = {
  requestDidStart: async () => ({
    responseForOperation: async ({ schema, document, operation, request: { variables = {}, operationName } }) => {
      const singleResult = answerIntrospection({ schema, document, operation, variables, operationName });
      return singleResult ? { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult } } : null;
    },
  }),
};

const asPlugin = ({ reading, resolved, answered }: OperationHook): Plugin => ({
  requestDidStart: async () => {
    const begunAt = performance.now();
    return {
      parsingDidStart: async () => {
        const end = reading?.('parse');
        return async (error) => end?.(error instanceof GraphQLError ? [error] : undefined);
      },
      validationDidStart: async () => {
        const end = reading?.('validate');
        return async (errors) => end?.(errors as readonly GraphQLError[] | undefined);
      },
      didResolveOperation: async ({ operation, document, contextValue: context }) => {
        try {
          if (operation) resolved?.({ operation, document, context });
        } catch (error) {
          throw error instanceof GraphQLError ? withStatus(error, error.extensions['code'] === 'OVERLOADED' ? 503 : 500) : error;
        }
      },
      willSendResponse: async ({ operation, response: { body } }) =>
        answered?.({ operation: operation ?? undefined, errors: body.kind === 'single' ? body.singleResult.errors : undefined, durationMs: performance.now() - begunAt }),
    };
  },
});

function withStatus({ message, extensions }: GraphQLError, status: number): GraphQLError {
  const { retryAfterSeconds } = extensions;
  const headers = new HeaderMap(retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]]);
  return new GraphQLError(message, { extensions: { ...extensions, http: { status, headers } } });
}
