import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { Logger } from '@sysops-squad/chassis/logger';
import { GraphQLError } from 'graphql';
import type { Gateway } from '../execution/executor.ts';
import { stringifyAnswer } from '../execution/writtenData.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { answerIntrospection } from './answerIntrospection.ts';
import { deferRules } from './deferRules.ts';
import type { PublicErrors } from './publicErrors.ts';

type Options = { gateway: Gateway; introspection: boolean; publicErrors: PublicErrors; logger: Logger; plugins?: readonly ApolloServerPlugin<CallContext>[] };

/** Queries and mutations that have been admitted: parse, validate, plan, execute. */
export const createApolloServer = ({ gateway, introspection, publicErrors, logger, plugins = [] }: Options): ApolloServer<CallContext> =>
  new ApolloServer<CallContext>({
    gateway,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    validationRules: [deferRules],
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    formatError: publicErrors,
    stringifyResult: stringifyAnswer,
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      sendSubscriptionsElsewhere,
      answerIntrospection,
      ...plugins,
    ],
  });

const subscriptionsNeedAStream =
  'Subscriptions need a stream, at this same URL: a WebSocket with graphql-transport-ws (library graphql-ws), ' +
  'or HTTP with "Accept: text/event-stream" (library graphql-sse) or "Accept: multipart/mixed;subscriptionSpec=1.0" (Apollo Client).';

const sendSubscriptionsElsewhere: ApolloServerPlugin<CallContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== 'subscription') return;
      const extensions = { code: 'BAD_REQUEST', http: { status: 400 } };
      throw new GraphQLError(subscriptionsNeedAStream, { extensions });
    },
  }),
};
