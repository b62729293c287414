import type { ApolloServerPlugin } from '@apollo/server';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { RouterMetrics } from './routerMetrics.ts';

/** Counts every request that reaches Apollo Server; `none`: not even an operation. */
export const measureRequests = ({ onRequest }: Pick<RouterMetrics, 'onRequest'>): ApolloServerPlugin<CallContext> => ({
  requestDidStart: async () => {
    const begunAt = performance.now();
    return {
      willSendResponse: async ({ operation, response: { body } }) => {
        const code = body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.['code'] : undefined;
        const failed = body.kind === 'single' && body.singleResult.errors !== undefined;
        onRequest(operation?.operation ?? 'none', failed ? String(code ?? 'INTERNAL') : 'OK', (performance.now() - begunAt) / 1_000);
      },
    };
  },
});
