import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

type Answer = { status: number; headers: Record<string, string>; body: string };
export type Passed = { headers: Record<string, string>; body: string; answered: number };

/** Stands between a router and an instance as somebody on the network might: sees what passes, and may write anything into answers. */
export async function startWayBetween(to: () => string) {
  let change = (answer: Answer): Answer => answer;
  const passed: Passed[] = [];
  const forward = async (request: IncomingMessage): Promise<Answer> => {
    const body = await text(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
    const response = await fetch(to(), { method: 'POST', headers: rest, body });
    const told = Object.fromEntries(['content-type', 'x-router-proof-key'].flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])));
    const answer = { status: response.status, headers: told, body: await response.text() };
    passed.push({ headers, body, answered: answer.status });
    return change(answer);
  };
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end();
    forward(request).then(({ status, headers, body }) => void response.writeHead(status, headers).end(body), () => void response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    /** As they came and as they were really answered, signs of life among them. */
    passed,
    changes: (next: (answer: Answer) => Answer): void => void (change = next),
    async stop(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
export type WayBetween = Awaited<ReturnType<typeof startWayBetween>>;
