import { createServer, type AddressInfo, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createCacheControlHeader } from '@sysops-squad/chassis/cacheControl/cacheControlHeader';
import { createEphemeralKey } from '@sysops-squad/chassis/proof/agreedKey';
import { proofKeyHeader } from '@sysops-squad/chassis/proof/proof';
import { parse, type ExecutionResult } from 'graphql';
import { mockWorld, type World } from '../../../router/src/execution/testing/mockWorld.ts';
import { markIds, stamp, withoutMarks, type Stamped } from './marks.ts';
import { createReader, type Message } from './wire/messages.ts';

/** Our subgraphs' schemas over a world made up, and the keys that callers' tokens are verified with: each answer is worked out once. */
export type Served = { sdls: Record<string, string>; world: World; jwks: unknown };

const { sdls, world, jwks } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Served;
const { subgraphs } = mockWorld(sdls, world);
const cacheControl = Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, createCacheControlHeader(buildSubgraphSchema(parse(sdl)))]));
const known = new Map<string, Promise<Worked>>();
/** What is answered, and for how long it may be kept, as our subgraphs say it. */
type Worked = { answer: Stamped; cacheControl: string };
const failures = new Set<string>();
/** As our subgraphs do, whoever signs is told a key, so that it need not sign the next. What it proves is not looked at. */
const keyLine = `${proofKeyHeader}: ${createEphemeralKey().publicKey}\r\n`;
const signedProof = /\r\nx-router-proof: *[^.\r]*\.[^.\r]*\.[^.\r]*(\r|$)/i;

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
    const { answer: stamped, cacheControl: header } = await worked;
    respond(socket, stamped(mark), header, signedProof.test(head) ? keyLine : '');
  } catch (error) {
    tellOnce(`${path}: ${(error as Error).message}`);
    respond(socket, Buffer.from('{"errors":[{"message":"the subgraphs of the bench cannot answer this"}]}'));
  }
}

function respond(socket: Socket, body: Buffer, header = 'no-store', lines = ''): void {
  socket.cork();
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: ${header}\r\n${lines}content-length: ${body.length}\r\n\r\n`, 'latin1');
  socket.write(Buffer.from(body)); // a copy: the next request may stamp the same answer before this one has left
  socket.uncork();
}

async function workOut(subgraph: string, body: string): Promise<Worked> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const answered = await subgraphs[subgraph]!.ask(query, variables ?? {});
  return { answer: stamp(markIds(JSON.stringify(answered))), cacheControl: cacheControl[subgraph]!(parse(query), answered as ExecutionResult) };
}

/** A body that some gateway does not get right is found where bodies are checked; this says why. */
function tellOnce(failure: string): void {
  if (failures.has(failure)) return;
  failures.add(failure);
  console.error(failure);
}
