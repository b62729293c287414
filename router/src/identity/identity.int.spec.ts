import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServiceTokenSource } from '@sysops-squad/chassis/serviceToken';
import { anonymous } from '@sysops-squad/chassis/caller';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

let router: TestRouter;
beforeAll(async () => {
  router = await startTestRouter(createDesk().subgraphs, { trustedProxies: 0 });
});
afterAll(() => router.stop());

const whoAmI = '{ whoAmI { kind id roles customerId clientAddress } }';
const ask = async (token?: string, headers: Record<string, string> = {}) =>
  router.post({ query: whoAmI }, { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('an access token becomes the caller that the subgraph sees', async () => {
  const { body } = await ask(await router.issuer.token({ roles: ['EXPERT'], customerId: undefined, expertId: 'exp_1' }));
  expect(body.data!['whoAmI']).toEqual({ kind: 'user', id: 'usr_000001', roles: ['EXPERT'], customerId: null, clientAddress: '127.0.0.1' });
});

test('no token: anonymous', async () => {
  expect((await ask()).body.data!['whoAmI']).toMatchObject({ kind: 'anonymous', id: null, roles: [] });
});

test('a service token: SYSTEM', async () => {
  const token = await (await createServiceTokenSource({ service: 'ticket-workflow', privateJwk: router.keys.service.private }))();
  expect((await ask(token)).body.data!['whoAmI']).toMatchObject({ kind: 'service', id: 'ticket-workflow', roles: ['SYSTEM'] });
});

const now = (): number => Math.floor(Date.now() / 1_000);
/** Of the ticket workflow, with its key, and as good as its own but for what is said. */
const serviceToken = async (claims: object = {}, header: object = {}): Promise<string> => {
  const usual = { iss: 'sysops-squad/services', aud: 'sysops-squad', sub: 'ticket-workflow', iat: now(), exp: now() + 120 };
  const whole = new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: 'service+jwt', ...header });
  return whole.sign(await importJWK(router.keys.service.private, 'EdDSA'));
};

test('a service token of 120 seconds is good', async () => {
  expect((await ask(await serviceToken())).body.data!['whoAmI']).toMatchObject({ kind: 'service', id: 'ticket-workflow' });
});

const forgeries: Record<string, () => Promise<string> | string> = {
  'algorithm none': () => `${base64({ alg: 'none', typ: 'at+jwt', kid: 'key-1' })}.${base64(router.issuer.claims())}.`,
  'algorithm nOnE': () => `${base64({ alg: 'nOnE', typ: 'at+jwt', kid: 'key-1' })}.${base64(router.issuer.claims())}.`,
  'HS256 with the public key as secret': () => {
    const signed = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'key-1' })}.${base64(router.issuer.claims())}`;
    return `${signed}.${createHmac('sha256', JSON.stringify(router.issuer.keys[0])).update(signed).digest('base64url')}`;
  },
  'a key of its own in the header': async () => {
    const own = await generateKeyPair('EdDSA', { extractable: true });
    return router.issuer.sign(router.issuer.claims(), { jwk: await exportJWK(own.publicKey) }, own.privateKey);
  },
  'an unknown key id': async () => router.issuer.sign(router.issuer.claims(), { kid: 'other' }),
  'no key id': async () => router.issuer.sign(router.issuer.claims(), { kid: undefined }),
  'a key that is not ours under our key id': async () => router.issuer.sign(router.issuer.claims(), {}, (await generateKeyPair('EdDSA')).privateKey),
  expired: () => router.issuer.token({ exp: Math.floor(Date.now() / 1_000) - 1 }),
  'another audience': () => router.issuer.token({ aud: 'somebody-else' }),
  'another issuer': () => router.issuer.token({ iss: 'https://evil.example' }),
  'another type of token': async () => router.issuer.sign(router.issuer.claims(), { typ: 'refresh+jwt' }),
  'no expiry': () => router.issuer.token({ exp: undefined }),
  'no time of issue': () => router.issuer.token({ iat: undefined }),
  'a time of issue in the future': () => router.issuer.token({ iat: Math.floor(Date.now() / 1_000) + 60, exp: Math.floor(Date.now() / 1_000) + 300 }),
  'good for longer than any of ours': () => router.issuer.token({ exp: Math.floor(Date.now() / 1_000) + 901 }),
  'auth’s key under legacy’s name': () => router.issuer.token({ iss: 'sysops-squad/legacy' }),
  'no issuer': () => router.issuer.token({ iss: undefined }),
  'no session': () => router.issuer.token({ sid: undefined }),
  'changed claims': async () => {
    const [header, , signature] = (await router.issuer.token()).split('.');
    return `${header}.${base64(router.issuer.claims({ roles: ['ADMIN'] }))}.${signature}`;
  },
  'the role of a service': () => router.issuer.token({ roles: ['SYSTEM'] }),
  'a service token signed by auth’s key': async () => router.issuer.sign({ ...router.issuer.claims(), iss: 'sysops-squad/services' }, { typ: 'service+jwt' }),
  'a service token signed by another key': async () => (await createServiceTokenSource({ service: 'ticket-workflow', privateJwk: testKeys().service.private }))(),
  'a service token under another’s name': async () => (await createServiceTokenSource({ service: 'customer', privateJwk: router.keys.service.private }))(),
  'a service token under an unknown name': async () => (await createServiceTokenSource({ service: 'evil', privateJwk: router.keys.service.private }))(),
  'a service token under an inherited name': async () => (await createServiceTokenSource({ service: 'constructor', privateJwk: router.keys.service.private }))(),
  'a service token under another’s name that says its own key': () => serviceToken({ sub: 'customer' }, { kid: 'ticket-workflow' }),
  'a service token without a name': () => serviceToken({ sub: undefined }),
  'a service token without a time of issue': () => serviceToken({ iat: undefined }),
  'a service token without an expiry': () => serviceToken({ exp: undefined }),
  'a service token that has expired': () => serviceToken({ iat: now() - 61, exp: now() - 1 }),
  'a service token of the future': () => serviceToken({ iat: now() + 60, exp: now() + 120 }),
  'a service token that lives too long': () => serviceToken({ exp: now() + 121 }),
  'a proof in place of a token': async () =>
    createProofSigner(router.keys.router.private)({ subgraph: 'tickets', method: 'POST', path: '/graphql', body: '', caller: anonymous }),
  'not a token': () => 'abc',
};

test.each(Object.keys(forgeries))('refused with 401: %s', async (name) => {
  const { status, body, headers } = await ask(await forgeries[name]!());
  expect({ status, body }).toEqual({ status: 401, body: { errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] } });
  expect(headers.get('www-authenticate')).toMatch(/invalid_token/);
});

test('another scheme than Bearer is refused too', async () => {
  expect((await router.post({ query: whoAmI }, { authorization: 'Basic YTpi' })).status).toBe(401);
});

test('identity that a client claims in headers is dropped', async () => {
  const sign = createProofSigner(testKeys().router.private);
  const body = JSON.stringify({ query: whoAmI });
  const caller = { ...anonymous, kind: 'user' as const, id: 'usr_admin', roles: ['ADMIN' as const] };
  const smuggled = {
    [proofHeader]: sign({ subgraph: 'tickets', method: 'POST', path: '/graphql', body, caller }),
    'x-caller': JSON.stringify(caller),
    'x-user-id': 'usr_admin',
    'x-forwarded-for': '10.0.0.1',
  };
  expect((await ask(undefined, smuggled)).body.data!['whoAmI']).toEqual({ kind: 'anonymous', id: null, roles: [], customerId: null, clientAddress: '127.0.0.1' });
});

test('a subgraph that was started anew at the same place sees the same caller', async () => {
  const token = await router.issuer.token({ roles: ['EXPERT'], customerId: undefined, expertId: 'exp_1' });
  const before = await ask(token);
  const { port, stop } = router.subgraph('tickets');
  await stop();
  await router.startSubgraph('tickets', port);
  expect((await ask(token)).body).toEqual(before.body);
  expect(before.body.data!['whoAmI']).toMatchObject({ id: 'usr_000001', roles: ['EXPERT'] });
});

describe('a subgraph, asked directly', () => {
  const body = JSON.stringify({ query: whoAmI });
  const caller = { ...anonymous, kind: 'user' as const, id: 'usr_1' };
  const send = async (proof: string | undefined, sent = body, subgraph = 'tickets') => {
    const headers = { 'content-type': 'application/json', ...(proof && { [proofHeader]: proof }) };
    return (await fetch(router.subgraph(subgraph).url, { method: 'POST', headers, body: sent })).status;
  };
  const proofOf = async (key: JWK, more: object = {}) => createProofSigner(key)({ subgraph: 'tickets', method: 'POST', path: '/graphql', body, caller, ...more });

  test('answers a proof once', async () => {
    const proof = await proofOf(router.keys.router.private);
    expect([await send(proof), await send(proof)]).toEqual([200, 401]);
  });
  test('refuses no proof, an access token, and a proof for another body, subgraph, path or of another key', async () => {
    const key = router.keys.router.private;
    expect(await send(undefined)).toBe(401);
    expect(await send(await router.issuer.token())).toBe(401);
    expect(await send(await proofOf(key), JSON.stringify({ query: '{ tickets { id } }' }))).toBe(401);
    expect(await send(await proofOf(key, { subgraph: 'people' }))).toBe(401);
    expect(await send(await proofOf(key), body, 'people')).toBe(401);
    expect(await send(await proofOf(key, { path: '/other' }))).toBe(401);
    expect(await send(await proofOf(testKeys().router.private))).toBe(401);
  });
});

test('behind a proxy of ours the address it appended counts, not what the client wrote before it', async () => {
  const proxied = await startTestRouter(createDesk().subgraphs, { trustedProxies: 1 });
  const { body } = await proxied.post({ query: whoAmI }, { 'x-forwarded-for': '1.2.3.4, 10.9.8.7' });
  expect(body.data!['whoAmI'].clientAddress).toBe('10.9.8.7');
  await proxied.stop();
});

describe('keys', () => {
  test('made-up key ids do not have the keys fetched again and again; auth may go away', async () => {
    const other = await startTestRouter(createDesk().subgraphs);
    const next = generateKeyPairSync('ed25519');
    const status = async (kid: string, key = next.privateKey) => {
      const token = await new SignJWT(other.issuer.claims()).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid }).sign(key);
      return (await other.post({ query: whoAmI }, { authorization: `Bearer ${token}` })).status;
    };
    expect((await other.query('{ __typename }', {}, await other.issuer.token())).status).toBe(200);
    expect(await status('key-2')).toBe(401);
    const asked = other.issuer.timesAsked();
    for (let i = 0; i < 20; i++) await status(`made-up-${i}`);
    expect(other.issuer.timesAsked() - asked).toBeLessThanOrEqual(1);
    const token = await other.issuer.token();
    await other.issuer.stop();
    expect((await other.query('{ __typename }', {}, token)).status).toBe(200);
    await other.stop().catch(() => {});
  });
});
