import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDesk } from '../testing/desk.ts';
import { startMoodyServer } from '../testing/moodyServer.ts';
import { startTestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import { createRouting, readInstances } from './routing.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instances-'));
  file = join(folder, 'instances.json');
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (instances: unknown): Promise<void> => {
  await writeFile(`${file}.new`, JSON.stringify(instances));
  await rename(`${file}.new`, file);
};

test('a router that runs asks those whom the file names now; one that cannot be used changes nothing', async () => {
  const old = await startMoodyServer();
  const fresh = await startMoodyServer();
  await write({ people: [old.url] });
  const router = await startTestRouter(createDesk().subgraphs, { instancesFile: file });
  const ask = () => router.query('{ customer(id: "x") { name } }');
  await ask();
  expect([old.calls.length, fresh.calls.length]).toEqual([1, 0]);
  await write({ people: [fresh.url] });
  await until('the new one is asked', async () => (await ask(), fresh.calls.length > 0));
  const before = old.calls.length;
  await write({ people: [] });
  await until('the mistake is told', () => router.logged.some((line) => line.includes('file of instances')));
  await ask();
  expect([old.calls.length, fresh.calls.length > 1]).toEqual([before, true]);
  await router.stop();
  await Promise.all([old.die(), fresh.die()]);
});

test('a file that is wrong from the start is told at once', async () => {
  await write({ people: ['nowhere'] });
  await expect(createRouting({ fixed: {}, file, logger: { info: () => undefined, error: () => undefined } })).rejects.toThrow(/INSTANCES_FILE .*people\.0: must be a URL/);
});

test('what the file leaves out is as it was', async () => {
  await write({ people: ['http://b:1/graphql'] });
  const routing = await createRouting({ fixed: { people: ['http://a:1/graphql'], tickets: ['http://t:1/graphql'] }, file, logger: { info: () => undefined, error: () => undefined } });
  expect([routing.urlsOf('people'), routing.urlsOf('tickets'), routing.urlsOf('others')]).toEqual([['http://b:1/graphql'], ['http://t:1/graphql'], undefined]);
  routing.stop();
});

test.each(['[]', '{', '{"a":"http://b"}'])('%s is no file of instances', (text) => {
  expect(() => readInstances(text)).toThrow();
});
