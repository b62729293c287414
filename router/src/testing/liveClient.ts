import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from '@sysops-squad/chassis/testing/until';

export type Received = { data?: Record<string, any> | null; errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[] };
export type Closed = { code: number; reason: string };

/** A client of the graphql-ws library, as front ends use it, that keeps all it receives. */
export function liveClient(url: string, connectionParams: Record<string, unknown> | undefined, retryAttempts = 0) {
  const closed: Closed[] = [];
  const client: Client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
    ...(connectionParams && { connectionParams }),
    on: { closed: (event) => closed.push({ code: (event as Closed).code, reason: (event as Closed).reason }) },
  });
  return { closed, dispose: () => client.dispose(), subscribe: (query: string, variables: Record<string, unknown> = {}, more: object = {}) => follow(client, { query, variables, ...more }) };
}

function follow(client: Client, payload: SubscribePayload) {
  const received: Received[] = [];
  const outcome: { end?: 'complete' | 'error'; error?: unknown } = {};
  const stop = client.subscribe<Record<string, any>>(
    payload,
    {
      next: (value) => received.push(value as Received),
      error: (error) => Object.assign(outcome, { end: 'error', error }),
      complete: () => (outcome.end ??= 'complete'),
    },
  );
  const atLeast = (count: number) => until(`${count} events`, () => received.length >= count);
  const ended = () => until('the end of the subscription', () => outcome.end !== undefined);
  return { received, outcome, stop, atLeast, ended };
}
