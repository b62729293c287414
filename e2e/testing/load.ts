import { Agent, request } from 'undici';

export type Operation = { query: string; variables?: Record<string, unknown>; token?: string | null };
type Answer = { data?: Record<string, any> | null; errors?: unknown[] };

/**
 * Clients that send one operation after the other on connections that they keep, and never try again: whatever is not a whole answer is written down
 * as a failure.
 */
export function startLoad(url: string, clients: readonly (() => Promise<Operation>)[], pauseMs: number) {
  const agent = new Agent({ connections: clients.length, pipelining: 1, keepAliveTimeout: 60_000 });
  const failures: string[] = [];
  let answered = 0;
  let over = false;

  const send = async ({ query, variables, token }: Operation): Promise<void> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const { body } = await request(url, { dispatcher: agent, method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const text = await body.text();
    const { data, errors } = JSON.parse(text) as Answer;
    const refused = Object.values(data ?? {}).some((payload) => payload?.userErrors?.length > 0);
    if (errors || !data || refused) failures.push(text.slice(0, 300));
    answered += 1;
  };
  const run = async (next: () => Promise<Operation>): Promise<void> => {
    while (!over) {
      await send(await next()).catch((error: Error) => failures.push(`${error.name} ${error.message}`));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const running = clients.map(run);
  return { failures, answered: () => answered, stop: async () => ((over = true), await Promise.all(running), agent.close()) };
}
