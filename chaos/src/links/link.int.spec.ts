import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { openLink, type Link, type Upstream } from './link.ts';

let servers: Server[] = [];
let links: Link[] = [];
let clients: Socket[] = [];

/** Answers each piece with its name and the piece. */
async function echo(name: string): Promise<Upstream & { server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(`${name}:${data.toString()}`));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, server };
}

async function link(...upstreams: Upstream[]): Promise<Link> {
  const opened = await openLink({ name: 'test', upstreams });
  links.push(opened);
  return opened;
}

async function client({ port }: Link) {
  const socket = connect(port, '127.0.0.1');
  clients.push(socket);
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return {
    socket,
    say: (words: string) => void socket.write(words),
    text: () => text,
    hears: async (wanted: string) => {
      while (!text.includes(wanted)) await once(socket, 'data');
    },
  };
}

/** Unlike `once`, which rejects at the error that comes first. */
const untilClosed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

afterEach(async () => {
  clients.forEach((socket) => socket.destroy());
  await Promise.all(links.map((each) => each.close()));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  [servers, links, clients] = [[], [], []];
});

test('carries both ways, and connections in turn to each upstream', async () => {
  const wire = await link(await echo('one'), await echo('two'));
  const [left, right] = [await client(wire), await client(wire)];
  left.say('hello');
  right.say('hello');
  await Promise.all([left.hears('hello'), right.hears('hello')]);
  expect([left.text(), right.text()].sort()).toEqual(['one:hello', 'two:hello']);
});

test('an upstream that is gone is passed over', async () => {
  const gone = await echo('gone');
  await new Promise((resolve) => gone.server.close(resolve));
  const wire = await link(gone, await echo('here'));
  for (let count = 0; count < 4; count += 1) {
    const someone = await client(wire);
    someone.say('x');
    await someone.hears('here:x');
  }
});

test('stalled: nothing comes through and nothing is lost; healed: everything, in order', async () => {
  const wire = await link(await echo('e'));
  const someone = await client(wire);
  someone.say('before ');
  await someone.hears('before');
  wire.stall();
  for (const word of ['1 ', '2 ', '3 ']) someone.say(word);
  const late = await client(wire);
  late.say('late');
  const patient = await client(await link(await echo('other')));
  patient.say('y');
  await patient.hears('other:y');
  expect(someone.text()).toBe('e:before ');
  expect(late.text()).toBe('');
  wire.heal();
  await someone.hears('3 ');
  await late.hears('late');
  expect(someone.text().replaceAll('e:', '')).toBe('before 1 2 3 ');
});

test('slow: takes at least as long as asked, each way', async () => {
  const wire = await link(await echo('e'));
  const someone = await client(wire);
  wire.slow(60);
  const began = performance.now();
  someone.say('x');
  await someone.hears('e:x');
  expect(performance.now() - began).toBeGreaterThanOrEqual(115);
});

test('reset: everybody is cut off, whoever comes next is served', async () => {
  const wire = await link(await echo('e'));
  const someone = await client(wire);
  someone.say('x');
  await someone.hears('x');
  const closed = untilClosed(someone.socket);
  expect(wire.reset()).toBe(1);
  await closed;
  const next = await client(wire);
  next.say('y');
  await next.hears('e:y');
});

test('refuse: new connections end at once, until healed', async () => {
  const wire = await link(await echo('e'));
  wire.refuse();
  const socket = connect(wire.port, '127.0.0.1').on('error', () => undefined);
  await untilClosed(socket);
  wire.heal();
  const next = await client(wire);
  next.say('y');
  await next.hears('e:y');
});

test('what is large arrives whole, through a delay as well', async () => {
  const wire = await link(await echo(''));
  const someone = await client(wire);
  wire.slow(1);
  someone.say('z'.repeat(1_000_000) + '!');
  await someone.hears('!');
  expect(someone.text().replaceAll(':', '')).toHaveLength(1_000_001);
});
