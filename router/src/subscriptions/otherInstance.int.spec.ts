import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

const desk = createDesk();
let folder: string;
let router: TestRouter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instances-'));
  await writeFile(join(folder, 'instances.json'), '{}');
  router = await startTestRouter(desk.subgraphs, { instancesFile: join(folder, 'instances.json') });
});
afterAll(async () => {
  await router.stop();
  await rm(folder, { recursive: true });
});

const append = (count: number, from = 0): void => desk.log.append(...Array.from({ length: count }, (_, i) => ({ kind: `E${from + i}`, ticketId: 'a' })));
const nameInstances = (...instances: { url: string }[]) => writeFile(join(folder, 'instances.json'), JSON.stringify({ tickets: instances.map(({ url }) => url) }));

test('subscriptions go on at another instance when theirs stops, with every event once and in order', async () => {
  const instances = [router.subgraph('tickets')];
  const clients = Array.from({ length: 6 }, () => liveClient(router.wsUrl, undefined));
  const streams = clients.map((client) => client.subscribe('subscription { ticketEvents { kind } }'));
  for (let round = 0; round < 4; round++) {
    append(25, round * 25);
    await Promise.all(streams.map((stream) => stream.atLeast(round * 25 + 3)));
    const next = await router.startSubgraph('tickets');
    instances.push(next);
    await nameInstances(instances.at(-2)!, next);
    await instances.at(-2)!.stop();
    await nameInstances(next);
  }
  await Promise.all(streams.map((stream) => stream.atLeast(100)));
  for (const stream of streams) expect(stream.received.map(({ data }) => data!['ticketEvents'].kind)).toEqual(Array.from({ length: 100 }, (_, i) => `E${i}`));
  await Promise.all(clients.map((client) => client.dispose()));
});
