import type { Logger } from '@sysops-squad/chassis/logger';
import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import type { AskSubgraph } from '../execution/run.ts';
import { SubgraphSpared } from './guard.ts';
import { SubgraphUnavailable, type SubgraphAnswer } from './subgraphClient.ts';
import type { SubgraphClients } from './subgraphClients.ts';

type Parts = { clients: Pick<SubgraphClients, 'get'>; logger: Logger };

/** Calls subgraphs for the executor: one that does not answer becomes an error, its fields null. */
export function askSubgraphs({ clients, logger }: Parts): AskSubgraph {
  return ({ subgraph, url, body, kind, read }, context) => inSpan(`fetch ${subgraph}`, { kind: 'client', within: true }, async (span) => {
    try {
      const answer = await clients.get(subgraph, url).call(body, kind !== 'mutation', context, read);
      if (answer.errors?.[0]) span?.fail(answer.errors[0]);
      return answer;
    } catch (error) {
      span?.fail(error);
      if (!(error instanceof SubgraphUnavailable)) throw error;
      if (error instanceof SubgraphSpared) return unavailableAnswer(subgraph, { retryAfterSeconds: error.retryAfterSeconds });
      logger.warn({ subgraph, reason: error.message, requestId: context.requestId }, 'subgraph did not answer');
      return unavailableAnswer(subgraph);
    }
  });
}

export const unavailableAnswer = (subgraph: string, details: { retryAfterSeconds?: number } = {}): SubgraphAnswer => ({
  errors: [{ message: `The ${subgraph} part of the system does not answer just now: try again shortly.`, extensions: { code: 'UNAVAILABLE', subgraph, ...details } }],
});
