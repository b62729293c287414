import { createLogger } from '@sysops-squad/chassis/logger';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { createIdentify, TokenRefused } from './identify.ts';
import { createKeySet } from './keySet.ts';
import { createRevocations } from './revocations.ts';

const revocations = createRevocations({ keptMs: 960_000, onFailure: () => undefined });
const newPair = () => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const published = async (key: Parameters<typeof exportJWK>[0]): Promise<JWK> => ({ ...(await exportJWK(key)), kid: 'key-1', alg: 'EdDSA' });

test('a key that auth has taken back or exchanged ends the tokens signed with it, though they were known', async () => {
  const own = await newPair();
  let keys = [await published(own.publicKey)];
  const set = createKeySet({ sources: () => [{ name: 'auth', issuer: 'sysops-squad/auth', urls: () => ['http://auth.test/jwks'] }], logger: createLogger('test'), unknownKeyFloorMs: 0, fetchKeys: async () => ({ keys }) });
  await set.refresh();
  const identify = await createIdentify({ keys: set, serviceKeys: new Map(), revocations });
  const claims = { iss: 'sysops-squad/auth', aud: 'sysops-squad', sub: 'usr_1', sid: 'ses_1', roles: ['CUSTOMER'] };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key-1' }).setIssuedAt().setExpirationTime('5m').sign(own.privateKey);
  const who = async () => (await identify(`Bearer ${token}`, '10.0.0.1')).caller.id;

  expect([await who(), await who()]).toEqual(['usr_1', 'usr_1']);
  keys = [await published((await newPair()).publicKey)];
  await set.refresh();
  await expect(who()).rejects.toThrow(TokenRefused);
  keys = [];
  await set.refresh();
  await expect(who()).rejects.toThrow(TokenRefused);
  keys = [await published(own.publicKey)];
  await set.refresh();
  expect(await who()).toBe('usr_1');
  set.stop();
});

test('whoever comes from another address has that one, in whatever order they come', async () => {
  const identify = await createIdentify({ keys: createKeySet({ sources: () => [], logger: createLogger('test'), unknownKeyFloorMs: 0, fetchKeys: async () => ({ keys: [] }) }), serviceKeys: new Map(), revocations });
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.2', null, '10.0.0.1'];
  expect(await Promise.all(addresses.map(async (address) => (await identify(undefined, address)).caller.clientAddress))).toEqual(addresses);
});
