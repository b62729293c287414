import { createPrivateKey, sign as signBytes, type JsonWebKey } from 'node:crypto';
import { createProofSigner, createProofVerifier, ProofRefused } from './proof.ts';
import { callerWith, testKeys } from './testing/identity.ts';

const keys = testKeys().router;
const sign = createProofSigner(keys.private);
const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me { id } }"}' };
const proven = { ...request, subgraph: 'ticket', caller: callerWith('ADMIN') };
const verifier = () => createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

afterEach(() => void jest.restoreAllMocks());

const atSecond = (second: number): void => void jest.spyOn(Date, 'now').mockReturnValue(second * 1_000);

it('says who the caller is', () => {
  expect(verifier()(sign(proven), request)).toEqual(proven.caller);
});

it.each([
  ['another subgraph', { subgraph: 'payment' }],
  ['another method', { method: 'SUBSCRIBE' }],
  ['another path', { path: '/other' }],
  ['another body', { body: '{"query":"{ secret }"}' }],
])('is worth nothing for %s', (_, other) => {
  expect(() => verifier()(sign({ ...proven, ...other }), request)).toThrow(ProofRefused);
});

it.each([
  ['nothing', () => undefined],
  ['no signature', () => sign(proven).split('.').slice(0, 2).join('.')],
  ['no algorithm', () => `${encoded({ alg: 'none', typ: 'proof+jwt' })}.${sign(proven).split('.')[1]}.`],
  ['another type of token that the router signed', () => {
    const signed = `${encoded({ alg: 'EdDSA', typ: 'other+jwt' })}.${sign(proven).split('.')[1]}`;
    const key = createPrivateKey({ key: keys.private as JsonWebKey, format: 'jwk' });
    return `${signed}.${signBytes(null, Buffer.from(signed), key).toString('base64url')}`;
  }],
  ['changed claims', () => {
    const [header, claims, signature] = sign(proven).split('.');
    const changed = { ...(JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object), caller: callerWith('SYSTEM') };
    return `${header}.${encoded(changed)}.${signature}`;
  }],
  ['a key that is not the router’s', () => createProofSigner(testKeys().router.private)(proven)],
])('is refused with %s', (_, proof) => {
  expect(() => verifier()(proof(), request)).toThrow(ProofRefused);
});

it('works once', () => {
  const [verify, proof] = [verifier(), sign(proven)];
  verify(proof, request);
  expect(() => verify(proof, request)).toThrow('seen before');
});

it('works for half a minute, and is remembered for as long as it works', () => {
  atSecond(1_000);
  const [early, late, replayed] = [sign(proven), sign(proven), sign(proven)];
  const verify = verifier();
  verify(replayed, request);
  atSecond(1_034);
  verify(early, request);
  expect(() => verify(replayed, request)).toThrow('seen before');
  atSecond(1_035);
  expect(() => verify(late, request)).toThrow('expired');
});
