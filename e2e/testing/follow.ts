import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

type Event = { cursor: string };
type Followed = { url: string; query: string; variables: Record<string, unknown>; token: () => Promise<string | null> };

/** A front end's subscription: when its socket breaks it comes back behind the last cursor that it saw. */
export function follow<Seen extends Event>({ url, query, variables, token }: Followed) {
  const events: Seen[] = [];
  const breaks: string[] = [];
  const stopped = new AbortController();
  const once = async (): Promise<void> => {
    const client = createClient({
      url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
      on: { closed: (event) => breaks.push(String((event as { code: number }).code)) },
    });
    stopped.signal.addEventListener('abort', () => client.terminate(), { once: true });
    const after = events.at(-1)?.cursor;
    for await (const { data } of client.iterate<Record<string, Seen>>({ query, variables: { ...variables, after } })) events.push(Object.values(data!)[0]!);
  };
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await once().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const running = run();
  return { events, breaks, stop: () => (stopped.abort(), running) };
}
