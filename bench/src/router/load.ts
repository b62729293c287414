import { connect, type Socket } from 'node:net';
import { markFor, queries, variants, type Mode, type QueryName, type Variables } from './queries.ts';
import { noMark, stamp, type Stamped } from './marks.ts';
import { createReader, type Message } from './wire/messages.ts';

export type Target = { port: number; path: string; accessToken: string; query: QueryName; mode: Mode };
export type Order = { kind: 'bodies' } | { kind: 'load'; seconds: number };
/** What the load generator says: the answers as text, one for each variant; or how many came in how long, every one of them checked. */
export type Told = { bodies: string[] } | { requests: number; ms: number } | { failed: string };

const connections = 32;

const target = JSON.parse(process.argv[2]!) as Target;
const requests = variants(target.query, target.mode).map((variables) => stamp(requestText(variables(noMark))));
let expected: Stamped[] = [];
let sent = 0;

process.on('message', (order: Order) => void carryOut(order).then((told) => process.send!(told), (error: Error) => process.send!({ failed: error.message } satisfies Told)));
process.on('disconnect', () => process.exit(0));
process.send!({ ready: true });

async function carryOut(order: Order): Promise<Told> {
  if (order.kind === 'load') return load(order.seconds);
  const bodies: string[] = [];
  const connection = await open();
  for (const request of requests) bodies.push((await connection.ask(request(noMark))).body.toString());
  connection.close();
  expected = bodies.map(stamp);
  return { bodies };
}

async function load(seconds: number): Promise<Told> {
  const opened = await Promise.all(Array.from({ length: connections }, open));
  const began = performance.now();
  const end = began + 1_000 * seconds;
  let answered = 0;
  await Promise.all(opened.map(async (connection) => {
    while (performance.now() < end) {
      const number = (sent += 1);
      const which = number % requests.length;
      const mark = markFor(target.mode, number);
      const { head, body } = await connection.ask(requests[which]!(mark));
      if (!body.equals(expected[which]!(mark))) throw new Error(`one answer is not like the others: ${head} ${body.toString().slice(0, 500)}`);
      answered += 1;
    }
  }));
  const ms = performance.now() - began;
  for (const connection of opened) connection.close();
  return { requests: answered, ms };
}

/** One connection with one request at a time. */
async function open() {
  const socket: Socket = connect({ port: target.port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let waiting: { resolve: (message: Message) => void; reject: (error: Error) => void } | undefined;
  socket.on('data', createReader((message) => waiting?.resolve(message)));
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  return {
    ask: (request: Buffer): Promise<Message> =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(Buffer.from(request));
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}

function requestText(variables: Variables): string {
  const body = JSON.stringify({ query: queries[target.query], variables });
  const head = [
    `POST ${target.path} HTTP/1.1`, `host: 127.0.0.1:${target.port}`, 'content-type: application/json', 'accept: application/json',
    `authorization: Bearer ${target.accessToken}`, `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
