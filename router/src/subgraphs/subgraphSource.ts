import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { CallContext } from './callContext.ts';
import { SubgraphUnavailable, type SubgraphAnswer, type SubgraphClient } from './subgraphClient.ts';

/** The client as the plan's executor wants it: a subgraph that does not answer becomes an error, its fields null. */
export const createSubgraphSource = (client: Pick<SubgraphClient, 'name' | 'call'>, logger: Logger): GraphQLDataSource => ({
  async process({ request, context }) {
    const { query, variables, operationName } = request;
    try {
      const body = { query: query ?? '', ...(variables && { variables }), ...(operationName && { operationName }) };
      return (await client.call(body, context as CallContext)) as Awaited<ReturnType<GraphQLDataSource['process']>>;
    } catch (error) {
      if (!(error instanceof SubgraphUnavailable)) throw error;
      logger.warn({ subgraph: client.name, reason: error.message, requestId: (context as CallContext).requestId }, 'subgraph did not answer');
      return unavailableAnswer(client.name) as Awaited<ReturnType<GraphQLDataSource['process']>>;
    }
  },
});

export const unavailableAnswer = (subgraph: string): SubgraphAnswer => ({
  errors: [{ message: `The ${subgraph} part of the system does not answer just now: try again shortly.`, extensions: { code: 'UNAVAILABLE', subgraph } }],
});
