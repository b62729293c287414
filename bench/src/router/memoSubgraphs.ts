import { createServer, type AddressInfo, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { mockWorld, type World } from '../../../router/src/execution/testing/mockWorld.ts';
import { markIds, stamp, withoutMarks, type Stamped } from './marks.ts';
import { createReader, type Message } from './wire/messages.ts';

/** Our subgraphs' schemas over a world made up, and the keys that callers' tokens are verified with: each answer is worked out once. */
export type Served = { sdls: Record<string, string>; world: World; jwks: unknown };

const { sdls, world, jwks } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Served;
const { subgraphs } = mockWorld(sdls, world);
const known = new Map<string, Promise<Stamped>>();
const failures = new Set<string>();

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', createReader((message) => void answer(socket, message)));
});
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));

async function answer(socket: Socket, { head, body }: Message): Promise<void> {
  const path = head.slice(head.indexOf(' ') + 1, head.indexOf(' ', 6));
  try {
    if (path === '/jwks') return respond(socket, Buffer.from(JSON.stringify(jwks)));
    const { text, mark } = withoutMarks(body.toString());
    const key = `${path} ${text}`;
    const worked = known.get(key) ?? workOut(path.slice(1), text);
    known.set(key, worked);
    respond(socket, (await worked)(mark));
  } catch (error) {
    tellOnce(`${path}: ${(error as Error).message}`);
    respond(socket, Buffer.from('{"errors":[{"message":"the subgraphs of the bench cannot answer this"}]}'));
  }
}

function respond(socket: Socket, body: Buffer): void {
  socket.cork();
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`, 'latin1');
  socket.write(Buffer.from(body)); // a copy: the next request may stamp the same answer before this one has left
  socket.uncork();
}

async function workOut(subgraph: string, body: string): Promise<Stamped> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  return stamp(markIds(JSON.stringify(await subgraphs[subgraph]!.ask(query, variables ?? {}))));
}

/** A body that some gateway does not get right is found where bodies are checked; this says why. */
function tellOnce(failure: string): void {
  if (failures.has(failure)) return;
  failures.add(failure);
  console.error(failure);
}
