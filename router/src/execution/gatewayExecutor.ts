import { ApolloGateway } from '@apollo/gateway';
import { authorisedGateway } from '../authorization/authorisedGateway.ts';
import { withoutSecurityDirectives } from '../authorization/securityDirectives.ts';
import type { LoadedSupergraph } from '../supergraph/loadedSupergraph.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { GatewayExecutor } from './executor.ts';
import type { AskSubgraph } from './run.ts';

type Parts = { ask: AskSubgraph; queryPlannerConfig?: { reuseQueryFragments: boolean } };

/** Apollo's own executor over one supergraph, with our calls to subgraphs: what ours is compared with, and the way back from it (`EXECUTOR=gateway`). */
export async function startGatewayExecutor({ sdl, apiSchema, rules }: Pick<LoadedSupergraph, 'sdl' | 'apiSchema' | 'rules'>, { ask, queryPlannerConfig }: Parts): Promise<GatewayExecutor> {
  const gateway = new ApolloGateway({
    supergraphSdl: withoutSecurityDirectives(sdl),
    logger: silent,
    ...(queryPlannerConfig && { queryPlannerConfig }),
    buildService: ({ name, url = '' }) => ({
      async process({ request: { query = '', variables, operationName }, context }) {
        const call = { subgraph: name, url, body: JSON.stringify({ query, variables, operationName }), kind: query.startsWith('mutation') ? 'mutation' as const : 'query' as const };
        return (await ask(call, context as CallContext)) as never;
      },
    }),
  });
  await gateway.load();
  return authorisedGateway(gateway.executor as GatewayExecutor, { schema: apiSchema, rules });
}

// What goes wrong comes back as errors.
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
