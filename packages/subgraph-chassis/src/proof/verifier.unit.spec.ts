import { createPrivateKey, hash, sign as signBytes, type JsonWebKey } from 'node:crypto';
import { callerWith, testKeys } from '../testing/identity.ts';
import { writeClaims } from './claims.ts';
import { ProofRefused } from './proof.ts';
import { textOfProof } from './signedTexts.ts';
import { createProofSigner, newClaim } from './signer.ts';
import { createProofVerifier } from './verifier.ts';

const keys = testKeys().router;
const sign = createProofSigner(keys.private);
const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me { id } }"}' };
const proven = { ...request, subgraph: 'ticket', caller: callerWith('ADMIN') };
const verifier = () => createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (proof: string) => proof.split('.') as [claims: string, digest: string, signature: string];
const signedBytes = (bytes: Buffer): string => signBytes(null, bytes, createPrivateKey({ key: keys.private as JsonWebKey, format: 'jwk' })).toString('base64url');

afterEach(() => void jest.restoreAllMocks());

const atSecond = (second: number): void => void jest.spyOn(Date, 'now').mockReturnValue(second * 1_000);

it('says who the caller is, and that whoever proved it might be told a key', () => {
  expect(verifier().verify(sign(proven), request)).toEqual({ caller: proven.caller, isSigned: true });
});

it.each([
  ['another subgraph', { subgraph: 'payment' }],
  ['another method', { method: 'SUBSCRIBE' }],
  ['another path', { path: '/other' }],
  ['another body', { body: '{"query":"{ secret }"}' }],
])('is worth nothing for %s', (_, other) => {
  const proof = sign({ ...proven, ...other });
  expect(() => verifier().verify(proof, request)).toThrow(ProofRefused);
});

const changedClaims = (claims: string): string => encoded({ ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), caller: callerWith('SYSTEM') });

it.each([
  ['nothing', () => undefined],
  ['no signature', () => partsOf(sign(proven)).slice(0, 2).join('.')],
  ['an empty signature', () => `${partsOf(sign(proven)).slice(0, 2).join('.')}.`],
  ['no digest', () => partsOf(sign(proven))[0]],
  ['something else that the router signed', () => {
    const [claims, digest] = partsOf(sign(proven));
    return `${claims}.${digest}.${signedBytes(Buffer.from(digest))}`;
  }],
  ['changed claims', () => {
    const [claims, digest, signature] = partsOf(sign(proven));
    return [changedClaims(claims), digest, signature].join('.');
  }],
  ['changed claims among digests that nobody signed', () => {
    const [claims, digest, signature] = partsOf(sign(proven));
    return [changedClaims(claims), digest + hash('sha256', changedClaims(claims), 'base64url'), signature].join('.');
  }],
  ['a key that is not the router’s', () => createProofSigner(testKeys().router.private)(proven)],
])('is refused with %s', (_, made) => {
  expect(() => verifier().verify(made(), request)).toThrow(ProofRefused);
});

it('works once', () => {
  const [{ verify }, proof] = [verifier(), sign(proven)];
  verify(proof, request);
  expect(() => verify(proof, request)).toThrow('seen before');
});

it('works for half a minute, and is remembered for as long as it works', () => {
  atSecond(1_000);
  const [early, late, replayed] = [sign(proven), sign(proven), sign(proven)];
  const { verify } = verifier();
  verify(replayed, request);
  atSecond(1_034);
  verify(early, request);
  expect(() => verify(replayed, request)).toThrow('seen before');
  atSecond(1_035);
  expect(() => verify(late, request)).toThrow('expired');
});

describe('signed together with others, as the version before did', () => {
  const signedTogether = (bodies: string[]): string[] => {
    const all = bodies.map((body) => writeClaims({ ...proven, body }, newClaim()));
    const digests = all.map((claims) => hash('sha256', claims, 'base64url')).join('');
    return all.map((claims) => `${claims}.${digests}.${signedBytes(textOfProof(digests))}`);
  };
  const bodies = Array.from({ length: 16 }, (_, index) => `{"query":"{ ticket(id: ${index}) { id } }"}`);

  it('is worth something for its own request, once, and for none of the others', () => {
    const [{ verify }, proofs] = [verifier(), signedTogether(bodies)];
    const proves = (proof: string, body: string) => () => verify(proof, { ...request, body }).caller;
    proofs.forEach((proof, index) => expect(proves(proof, bodies[(index + 1) % bodies.length]!)).toThrow('made for another request'));
    proofs.forEach((proof, index) => expect(proves(proof, bodies[index]!)()).toEqual(proven.caller));
    proofs.forEach((proof, index) => expect(proves(proof, bodies[index]!)).toThrow('seen before'));
  });

  it('is refused when there are more', () => {
    expect(() => verifier().verify(signedTogether([...bodies, request.body])[16], request)).toThrow(ProofRefused);
  });

  it('cannot be made by putting its digest into the list of others, in whatever place', () => {
    const [claims, digests, signature] = partsOf(sign(proven));
    const forged = changedClaims(claims);
    const other = hash('sha256', forged, 'base64url');
    for (const list of [other, digests + other, other + digests, digests.slice(1) + other]) expect(() => verifier().verify([forged, list, signature].join('.'), request)).toThrow(ProofRefused);
  });
});
