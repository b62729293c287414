import { createLogger } from '@sysops-squad/chassis/logger';
import { errors, exportJWK, generateKeyPair, type JWK, type CompactJWSHeaderParameters } from 'jose';
import { createKeySet, NoKeysYet } from './keySet.ts';

const logger = createLogger('test');
const issuer = 'sysops-squad/auth';
const source = (name: string, urls: () => readonly string[], of = issuer) => ({ name, issuer: of, urls });
const sources = () => [source('auth', () => ['http://auth.test/jwks'])];
const newKey = async (kid: string): Promise<JWK> => ({ ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).publicKey)), kid, alg: 'EdDSA' });
const header = (kid: string): CompactJWSHeaderParameters => ({ alg: 'EdDSA', kid });
const token = { payload: '', signature: '' };

test('knows keys after a refresh, and not before', async () => {
  let keys: JWK[] | null = null;
  const set = createKeySet({ sources, logger, unknownKeyFloorMs: 0, fetchKeys: async () => (keys ? { keys } : Promise.reject(new Error('down'))) });
  await expect(set.keysOf(issuer)(header('a'), token)).rejects.toThrow(NoKeysYet);
  expect(set.loaded()).toBe(false);
  keys = [await newKey('a')];
  await expect(set.keysOf(issuer)(header('a'), token)).resolves.toBeDefined();
  expect(set.loaded()).toBe(true);
  set.stop();
});

test('a refresh that fails changes nothing; one that succeeds drops retired keys', async () => {
  let answer: () => Promise<{ keys: JWK[] }>;
  const first = await newKey('first');
  const second = await newKey('second');
  answer = async () => ({ keys: [first] });
  const set = createKeySet({ sources, logger, unknownKeyFloorMs: 0, fetchKeys: () => answer() });
  await set.refresh();
  answer = () => Promise.reject(new Error('down'));
  await set.refresh();
  await expect(set.keysOf(issuer)(header('first'), token)).resolves.toBeDefined();
  answer = async () => ({ keys: [second] });
  await set.refresh();
  await expect(set.keysOf(issuer)(header('first'), token)).rejects.toThrow();
  await expect(set.keysOf(issuer)(header('second'), token)).resolves.toBeDefined();
  set.stop();
});

test('an unknown key id has the keys fetched, but not again within the floor', async () => {
  let asked = 0;
  const keys = [await newKey('a')];
  const set = createKeySet({ sources, logger, unknownKeyFloorMs: 60_000, fetchKeys: async () => (asked++, { keys }) });
  await set.refresh();
  for (let i = 0; i < 10; i++) await expect(set.keysOf(issuer)(header(`x${i}`), token)).rejects.toThrow();
  expect(asked).toBe(1);
  set.stop();
});

test('keys of other kinds are ignored', async () => {
  const set = createKeySet({ sources, logger, fetchKeys: async () => ({ keys: [{ kty: 'oct', kid: 'a', k: 'c2VjcmV0' }] }) });
  await set.refresh();
  await expect(set.keysOf(issuer)({ alg: 'HS256', kid: 'a' }, token)).rejects.toThrow();
  set.stop();
});

test('one source that never answered: ready with the other, and a key nobody knows is not called wrong but not known yet', async () => {
  const keys = [await newKey('a')];
  const fetchKeys = async (url: string) => (url === 'http://auth.test/jwks' ? { keys } : Promise.reject(new Error('down')));
  const set = createKeySet({ sources: () => [...sources(), source('other', () => ['http://other.test/jwks'])], logger, unknownKeyFloorMs: 0, fetchKeys });
  await set.refresh();
  expect(set.loaded()).toBe(true);
  await expect(set.keysOf(issuer)(header('a'), token)).resolves.toBeDefined();
  await expect(set.keysOf(issuer)(header('b'), token)).rejects.toThrow(NoKeysYet);
  set.stop();
});

test('keys are wherever an instance of their issuer answers', async () => {
  let instances = ['http://gone.test/jwks', 'http://first.test/jwks'];
  const keys = [await newKey('a')];
  const fetchKeys = async (url: string) => (url.includes('gone') ? Promise.reject(new Error('down')) : { keys });
  const set = createKeySet({ sources: () => [source('auth', () => instances)], logger, unknownKeyFloorMs: 0, fetchKeys });
  await set.refresh();
  expect(set.loaded()).toBe(true);
  instances = ['http://second.test/jwks'];
  keys[0] = await newKey('b');
  await expect(set.keysOf(issuer)(header('b'), token)).resolves.toBeDefined();
  set.stop();
});

test('keys are good for their own issuer, and for as long as it is trusted', async () => {
  const [own, legacys] = [await newKey('own'), await newKey('legacys')];
  const legacy = source('legacy', () => ['http://legacy.test/jwks'], 'sysops-squad/legacy');
  let trusted = [...sources(), legacy];
  const set = createKeySet({ sources: () => trusted, logger, unknownKeyFloorMs: 0, fetchKeys: async (url) => ({ keys: [url.includes('legacy') ? legacys : own] }) });
  await set.refresh();
  await expect(set.keysOf('sysops-squad/legacy')(header('legacys'), token)).resolves.toBeDefined();
  await expect(set.keysOf(issuer)(header('legacys'), token)).rejects.toThrow(errors.JWKSNoMatchingKey);
  await expect(set.keysOf('sysops-squad/legacy')(header('own'), token)).rejects.toThrow(errors.JWKSNoMatchingKey);
  const before = set.version();
  trusted = sources();
  set.sourcesChanged();
  expect(set.version()).toBeGreaterThan(before);
  expect(() => set.keysOf('sysops-squad/legacy')).toThrow('not trusted');
  expect(() => set.keysOf('https://evil.example')).toThrow('not trusted');
  set.stop();
});
