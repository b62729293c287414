import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mockWorld } from '../../../router/src/execution/testing/mockWorld.ts';

/** Our subgraphs' schemas over a world made up, each answer worked out once: what is measured never waits for them. */
const names = ['auth', 'customer', 'payment', 'ticket', 'legacy'];
const root = join(import.meta.dirname, '../../..');
const sdls = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8')]));
const { subgraphs } = mockWorld(sdls, { things: 60, elements: 10 });
const known = new Map<string, Promise<Buffer>>();

const server = createServer((request, response) => {
  void answer(request).then((body) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));

async function answer(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const key = `${request.url} ${body}`;
  const worked = known.get(key) ?? workOut(request.url!.slice(1), body);
  known.set(key, worked);
  return worked;
}

async function workOut(subgraph: string, body: string): Promise<Buffer> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return Buffer.from(JSON.stringify(await subgraphs[subgraph]!.ask(query, variables ?? {})));
}
