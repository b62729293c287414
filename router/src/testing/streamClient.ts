import { createClient, type Client } from 'graphql-sse';
import type { Received } from './liveClient.ts';
import { until } from '@sysops-squad/chassis/testing/until';

/** A client of the graphql-sse library, as front ends use it, that keeps all it receives. */
export function streamClient(url: string, headers: () => Record<string, string> = () => ({}), retryAttempts = 0) {
  const client: Client = createClient({ url, headers, retryAttempts, retry: () => new Promise((resolve) => setTimeout(resolve, 20)) });
  const subscribe = (query: string, variables: Record<string, unknown> = {}) => {
    const received: Received[] = [];
    const outcome: { end?: 'complete' | 'error'; error?: unknown } = {};
    const stop = client.subscribe<Record<string, any>>(
      { query, variables },
      {
        next: (value) => received.push(value as unknown as Received),
        error: (error) => Object.assign(outcome, { end: 'error', error }),
        complete: () => (outcome.end ??= 'complete'),
      },
    );
    const atLeast = (count: number) => until(`${count} events`, () => received.length >= count);
    const ended = () => until('the end of the subscription', () => outcome.end !== undefined);
    return { received, outcome, stop, atLeast, ended };
  };
  return { subscribe, dispose: () => client.dispose() };
}
