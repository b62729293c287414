import { createPrivateKey, hash, sign as signBytes, type JsonWebKey } from 'node:crypto';
import { createProofSigner, createProofVerifier, ProofRefused } from './proof.ts';
import { callerWith, testKeys } from './testing/identity.ts';

const keys = testKeys().router;
const sign = createProofSigner(keys.private);
const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me { id } }"}' };
const proven = { ...request, subgraph: 'ticket', caller: callerWith('ADMIN') };
const verifier = () => createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (proof: string) => proof.split('.') as [claims: string, digests: string, signature: string];

afterEach(() => void jest.restoreAllMocks());

const atSecond = (second: number): void => void jest.spyOn(Date, 'now').mockReturnValue(second * 1_000);

it('says who the caller is', async () => {
  expect(verifier()(await sign(proven), request)).toEqual(proven.caller);
});

it('says so under a signature of its own, where nothing can be waited for', () => {
  expect(verifier()(sign.alone(proven), request)).toEqual(proven.caller);
});

it.each([
  ['another subgraph', { subgraph: 'payment' }],
  ['another method', { method: 'SUBSCRIBE' }],
  ['another path', { path: '/other' }],
  ['another body', { body: '{"query":"{ secret }"}' }],
])('is worth nothing for %s', async (_, other) => {
  const proof = await sign({ ...proven, ...other });
  expect(() => verifier()(proof, request)).toThrow(ProofRefused);
});

const changedClaims = (claims: string): string => encoded({ ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), caller: callerWith('SYSTEM') });

it.each([
  ['nothing', () => undefined],
  ['no signature', async () => partsOf(await sign(proven)).slice(0, 2).join('.')],
  ['no digests', async () => partsOf(await sign(proven))[0]],
  ['something else that the router signed', async () => {
    const [claims, digests] = partsOf(await sign(proven));
    const key = createPrivateKey({ key: keys.private as JsonWebKey, format: 'jwk' });
    return `${claims}.${digests}.${signBytes(null, Buffer.from(digests), key).toString('base64url')}`;
  }],
  ['changed claims', async () => {
    const [claims, digests, signature] = partsOf(await sign(proven));
    return [changedClaims(claims), digests, signature].join('.');
  }],
  ['changed claims among digests that nobody signed', async () => {
    const [claims, digests, signature] = partsOf(await sign(proven));
    return [changedClaims(claims), digests + hash('sha256', changedClaims(claims), 'base64url'), signature].join('.');
  }],
  ['a key that is not the router’s', () => createProofSigner(testKeys().router.private)(proven)],
])('is refused with %s', async (_, made) => {
  const proof = await made();
  expect(() => verifier()(proof, request)).toThrow(ProofRefused);
});

it('works once', async () => {
  const [verify, proof] = [verifier(), await sign(proven)];
  verify(proof, request);
  expect(() => verify(proof, request)).toThrow('seen before');
});

it('works for half a minute, and is remembered for as long as it works', async () => {
  atSecond(1_000);
  const [early, late, replayed] = await Promise.all([sign(proven), sign(proven), sign(proven)]);
  const verify = verifier();
  verify(replayed, request);
  atSecond(1_034);
  verify(early, request);
  expect(() => verify(replayed, request)).toThrow('seen before');
  atSecond(1_035);
  expect(() => verify(late, request)).toThrow('expired');
});

describe('made at the same time as others', () => {
  const bodies = Array.from({ length: 40 }, (_, index) => `{"query":"{ ticket(id: ${index}) { id } }"}`);
  const madeTogether = () => Promise.all(bodies.map((body) => sign({ ...proven, body })));

  it('shares their signature, at most sixteen of them', async () => {
    const signatures = (await madeTogether()).map((proof) => partsOf(proof)[2]);
    expect([...new Set(signatures)].map((one) => signatures.filter((other) => other === one).length)).toEqual([16, 16, 8]);
  });

  it('is worth something for its own request, once, and for none of the others', async () => {
    const [verify, proofs] = [verifier(), await madeTogether()];
    const proves = (proof: string, body: string) => () => verify(proof, { ...request, body });
    proofs.forEach((proof, index) => expect(proves(proof, bodies[(index + 1) % bodies.length]!)).toThrow('made for another request'));
    proofs.forEach((proof, index) => expect(proves(proof, bodies[index]!)()).toEqual(proven.caller));
    proofs.forEach((proof, index) => expect(proves(proof, bodies[index]!)).toThrow('seen before'));
  });

  it('cannot be made by putting its digest into the list of others, in whatever place', async () => {
    const [claims, digests, signature] = partsOf(await sign(proven));
    const forged = changedClaims(claims);
    const other = hash('sha256', forged, 'base64url');
    for (const list of [other, digests + other, other + digests, digests.slice(1) + other]) expect(() => verifier()([forged, list, signature].join('.'), request)).toThrow(ProofRefused);
  });
});
