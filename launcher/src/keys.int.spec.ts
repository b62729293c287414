import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readKeys } from './keys.ts';
import { LauncherError } from './launcherError.ts';
import { childEnvironment } from './processes/childEnvironment.ts';
import { processes, type World } from './processes/description.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'keys-'))));
afterEach(() => rm(folder, { recursive: true }));

const fileOf = (name: string) => join(folder, 'keys', name);
const refusal = (environment: NodeJS.ProcessEnv = {}): Promise<Error> => readKeys(folder, environment).then(
  () => Promise.reject(new Error('they were read')),
  (error: Error) => error,
);

test('they are made once, and are their owner’s alone', async () => {
  const made = await readKeys(folder, {});
  expect(await readKeys(folder, {})).toEqual(made);
  const names = await readdir(join(folder, 'keys'));
  expect(names).toHaveLength(9);
  const modes = await Promise.all(names.map(async (name) => (await stat(fileOf(name))).mode & 0o777));
  expect(modes).toEqual(names.map(() => 0o600));
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
});

test('an empty file stops the start, is named, and stays as it is', async () => {
  await readKeys(folder, {});
  for (const name of await readdir(join(folder, 'keys'))) {
    const before = await readFile(fileOf(name), 'utf8');
    await writeFile(fileOf(name), ' \n');
    const error = await refusal();
    expect(error).toBeInstanceOf(LauncherError);
    expect(error.message).toContain(`${fileOf(name)} is empty`);
    expect(await readFile(fileOf(name), 'utf8')).toBe(' \n');
    await writeFile(fileOf(name), before);
  }
});

test('a damaged key is named and no part of it is quoted, in a file and in the environment', async () => {
  await readKeys(folder, {});
  const whole = await readFile(fileOf('router_private_key'), 'utf8');
  const { d, x } = JSON.parse(whole) as { d: string; x: string };
  const damage = fc.oneof(
    fc.nat({ max: whole.length - 2 }).map((length) => whole.slice(0, length + 1)),
    fc.constantFrom(`"${whole}`, d, JSON.stringify({ d, x }), whole.replace('OKP', 'RSA'), whole.replace(x, d), whole.replace(`"d":"${d}",`, '')),
  );
  const quotes = (message: string): boolean => [...d].some((_, n) => n + 8 <= d.length && message.includes(d.slice(n, n + 8)));
  await fc.assert(fc.asyncProperty(damage, async (text) => {
    await writeFile(fileOf('router_private_key'), text);
    const errors = [await refusal(), await refusal({ ROUTER_PRIVATE_KEY: text })];
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining(`${fileOf('router_private_key')} is damaged`), expect.stringMatching(/^ROUTER_PRIVATE_KEY must be an Ed25519 private key/),
    ]);
    expect(errors.some(({ message, stack, cause }) => quotes(message + stack + String(cause)))).toBe(false);
  }), { seed: 10, numRuns: 60 });
});

test('a file that cannot be read is not replaced', async () => {
  await readKeys(folder, {});
  await rm(fileOf('monolith_api_key'));
  await rm(fileOf('psp_webhook_secret'));
  await writeFile(fileOf('psp_webhook_secret'), 'too short');
  expect((await refusal()).message).toContain('psp_webhook_secret is damaged');
  expect((await refusal({ PSP_WEBHOOK_SECRET: 'too short' })).message).toMatch(/^PSP_WEBHOOK_SECRET must be a text of at least 16/);
  expect((await readFile(fileOf('psp_webhook_secret'), 'utf8'))).toBe('too short');
});

test('each service has a key of its own, and the router their public parts alone', async () => {
  const { servicePrivate, servicePublic } = await readKeys(folder, {});
  expect(Object.keys(servicePrivate)).toEqual(['auth', 'customer', 'ticket-workflow']);
  const own = Object.entries(servicePrivate).map(([name, key]) => [name, (({ d: _, ...rest }) => rest)(JSON.parse(key) as { d: string; x: string })] as const);
  expect(new Set(own.map(([, { x }]) => x)).size).toBe(3);
  expect(JSON.parse(servicePublic)).toEqual(Object.fromEntries(own));
});

test('the key that all services had is removed from a folder of before, and refused in the environment', async () => {
  const { servicePrivate } = await readKeys(folder, {});
  await writeFile(fileOf('service_private_key'), servicePrivate['auth']!);
  expect((await readKeys(folder, {})).servicePrivate).toEqual(servicePrivate);
  expect(await readdir(join(folder, 'keys'))).not.toContain('service_private_key');
  expect((await refusal({ SERVICE_PRIVATE_KEY: servicePrivate['auth'] })).message).toMatch(/each service has a key of its own: set SERVICE_AUTH_PRIVATE_KEY, /);
});

test('each process is given its own key and no other’s', async () => {
  const keys = await readKeys(folder, {});
  const world = { databases: {}, keys, urls: {}, host: '', publicUrl: '' } as unknown as World;
  const given = new Map(processes.map(({ name, environment }) => [name as string, JSON.stringify(environment(world))]));
  for (const [service, key] of Object.entries(keys.servicePrivate)) {
    const { d } = JSON.parse(key) as { d: string };
    expect([...given].filter(([, text]) => text.includes(d)).map(([name]) => name)).toEqual([service]);
  }
  const inherited = { SERVICE_AUTH_PRIVATE_KEY: 'x', SERVICE_PRIVATE_KEY: 'x', SERVICE_PUBLIC_KEYS: 'x' };
  expect(Object.keys(childEnvironment({}, inherited)).filter((name) => name.startsWith('SERVICE_'))).toEqual([]);
});
