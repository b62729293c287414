import { callerWith, testKeys } from '../testing/identity.ts';
import { createEphemeralKey } from './agreedKey.ts';
import { createHmacSha256, type Mac } from './hmac.ts';
import { createInstanceProofs } from './instanceProofs.ts';
import { macOf, readClaim, writeClaim } from './mac.ts';
import { ProofRefused } from './proof.ts';
import type { Certified } from './signedTexts.ts';
import { createProofSigner } from './signer.ts';
import { createProofVerifier } from './verifier.ts';

const keys = testKeys().router;
const sign = createProofSigner(keys.private);
const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me { id } }"}' };
const call = { ...request, caller: callerWith('ADMIN') };
const start = 1_800_000_000;
const atSecond = (second: number): void => void jest.spyOn(Date, 'now').mockReturnValue((start + second) * 1_000);

let verifier: ReturnType<typeof createProofVerifier>;
let proofs: ReturnType<typeof createInstanceProofs>;
beforeEach(() => {
  atSecond(0);
  verifier = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
  proofs = createInstanceProofs(sign, 'ticket');
  proofs.told(verifier.publicKey);
});
afterEach(() => void jest.restoreAllMocks());

const verify = (proof: string | undefined) => verifier.verify(proof, request);
const isMac = (): boolean => proofs.prove(call).signed !== undefined;
const partsOf = (proof: string) => proof.split('.') as [claim: string, mac: string, routerKey: string, expires: string, signature: string];

describe('a proof for an instance', () => {
  it('is signed until the instance has told its key, and under a MAC from then on', () => {
    proofs = createInstanceProofs(sign, 'ticket');
    expect(verify(proofs.prove(call).text)).toEqual({ caller: call.caller, isSigned: true });
    proofs.told(undefined);
    expect(isMac()).toBe(false);
    proofs.told(verifier.publicKey);
    expect(isMac()).toBe(true);
    expect(verify(proofs.prove(call).text)).toEqual({ caller: call.caller, isSigned: false });
  });

  it('is in the name of its own caller, whoever called before', () => {
    const callers = [call.caller, callerWith('EXPERT'), call.caller, { ...call.caller, clientAddress: '10.0.0.1' }];
    for (const caller of callers) expect(verify(proofs.prove({ ...call, caller }).text).caller).toEqual(caller);
  });

  it('works once, whichever way it is proven', () => {
    const [{ text, signed }, other] = [proofs.prove(call), proofs.prove(call)];
    verify(text);
    expect(() => verify(text)).toThrow('seen before');
    expect(() => verify(signed!())).toThrow('seen before');
    verify(other.signed!());
    expect(() => verify(other.text)).toThrow('seen before');
  });

  it('works for half a minute', () => {
    const [early, late] = [proofs.prove(call).text, proofs.prove(call).text];
    atSecond(34);
    verify(early);
    atSecond(35);
    expect(() => verify(late)).toThrow('expired');
  });

  it.each([
    ['another method', { method: 'SUBSCRIBE' }],
    ['another path', { path: '/other' }],
    ['another body', { body: '{"query":"{ secret }"}' }],
  ])('is worth nothing for %s', (_, other) => {
    const { text } = proofs.prove({ ...call, ...other });
    expect(() => verify(text)).toThrow('not made by the router for this request');
  });
});

/** A proof as it might be made by somebody who has any key but the router's, and sees everything. */
function forged({ mac, certificate, claim: given }: { mac?: Mac; certificate?: string; claim?: string }): string {
  const seen = partsOf(proofs.prove(call).text);
  const claim = given ?? seen[0];
  const code = mac ? macOf(mac, claim, request) : seen[1];
  return [claim, code, certificate ?? seen.slice(2).join('.')].join('.');
}
const elevated = (): string => writeClaim({ ...readClaim(partsOf(proofs.prove(call).text)[0]), caller: callerWith('SYSTEM') });
/** With whom somebody on the way has agreed upon a key, after telling the router his own. */
const agreedWithAttacker = (subgraph = 'ticket') => {
  const attacker = createEphemeralKey();
  const deceived = createInstanceProofs(sign, subgraph);
  deceived.told(attacker.publicKey);
  const proof = deceived.prove(call).text;
  const [, , routerKey, expires, signature] = partsOf(proof);
  const between = { subgraph, routerKey, instanceKey: attacker.publicKey };
  return { proof, attacker, between, mac: attacker.agree(routerKey, between), certificate: [routerKey, expires, signature].join('.') };
};
const certifiedBy = (privateJwk: typeof keys.private, more: Partial<Certified> = {}) => {
  const own = createEphemeralKey();
  const between = { subgraph: 'ticket', instanceKey: verifier.publicKey, routerKey: own.publicKey, ...more };
  const certificate = createProofSigner(privateJwk).certificateOf({ ...between, expires: start + 3_600, ...more });
  return { certificate, mac: own.agree(verifier.publicKey, between) };
};

describe('is refused', () => {
  test('what these tests forge with is right where the keys are the router’s', () => {
    expect(verify(forged(certifiedBy(keys.private))).caller).toEqual(call.caller);
  });

  it.each<[string, () => string]>([
    ['a MAC under no key', () => forged({ mac: createHmacSha256('0'.repeat(64)) })],
    ['no MAC', () => partsOf(proofs.prove(call).text).with(1, '').join('.')],
    ['half a MAC', () => {
      const parts = partsOf(proofs.prove(call).text);
      return parts.with(1, parts[1].slice(0, 22)).join('.');
    }],
    ['another caller', () => forged({ claim: elevated() })],
    ['another end', () => forged({ claim: writeClaim({ ...readClaim(partsOf(proofs.prove(call).text)[0]), expires: start + 60 }) })],
    ['another id', () => forged({ claim: writeClaim({ ...readClaim(partsOf(proofs.prove(call).text)[0]), id: 'another' }) })],
    ['a certificate of another router’s key', () => forged(certifiedBy(testKeys().router.private))],
    ['a certificate whose end was put off', () => partsOf(proofs.prove(call).text).with(3, `${start + 1_000_000}`).join('.')],
    ['a certificate for another of the router’s keys', () => forged({ ...certifiedBy(keys.private), certificate: partsOf(proofs.prove(call).text).slice(2).join('.') })],
    ['a signature of a proof in place of the certificate’s', () => {
      const [claims, digest, signature] = sign({ ...call, subgraph: 'ticket' }).split('.');
      return [claims, digest, createEphemeralKey().publicKey, start + 3_600, signature].join('.');
    }],
    ['a certificate in place of a signature', () => {
      const [claim, mac, , , signature] = partsOf(proofs.prove(call).text);
      return [claim, mac, signature].join('.');
    }],
    ['no certificate', () => `${partsOf(proofs.prove(call).text).slice(0, 2).join('.')}...`],
  ])('%s', (_, make) => {
    expect(() => verify(make())).toThrow(ProofRefused);
  });

  test('a proof for another process of the same subgraph', () => {
    const other = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
    expect(() => other.verify(proofs.prove(call).text, request)).toThrow('not certified by the router for this process');
    expect(verify(proofs.prove(call).text).caller).toEqual(call.caller);
  });

  test('a proof for another subgraph, also when somebody told its router this process’ key as that one’s', () => {
    const ofPayment = createInstanceProofs(sign, 'payment');
    ofPayment.told(verifier.publicKey);
    expect(() => verify(ofPayment.prove(call).text)).toThrow('not certified by the router for this process');
    expect(() => verify(ofPayment.prove(call).signed!())).toThrow('made for another subgraph');
  });

  test('whatever somebody makes whose key the router took for the instance’s', () => {
    const { proof, mac, certificate, attacker } = agreedWithAttacker();
    const withVictim = attacker.agree(verifier.publicKey, { subgraph: 'ticket', instanceKey: verifier.publicKey, routerKey: attacker.publicKey });
    const [, expires, signature] = certificate.split('.');
    const made = [proof, forged({ mac, certificate }), forged({ mac }), forged({ mac: withVictim, certificate: [attacker.publicKey, expires, signature].join('.') })];
    for (const one of made) expect(() => verify(one)).toThrow(ProofRefused);
  });

  test('a certificate that has expired, also one that was known', () => {
    const certified = certifiedBy(keys.private);
    verify(forged(certified));
    atSecond(3_604);
    proofs = createInstanceProofs(sign, 'ticket');
    proofs.told(verifier.publicKey);
    verify(forged(certified));
    atSecond(3_605);
    expect(() => verify(forged(certified))).toThrow('its certificate has expired');
    expect(() => verify(forged(certifiedBy(keys.private, { expires: start })))).toThrow('its certificate has expired');
  });
});

describe('the router', () => {
  it('agrees anew, with another key, before the certificate ends', () => {
    const first = partsOf(proofs.prove(call).text);
    atSecond(3_299);
    expect(partsOf(proofs.prove(call).text)[2]).toBe(first[2]);
    atSecond(3_300);
    const renewed = proofs.prove(call).text;
    expect(partsOf(renewed)[2]).not.toBe(first[2]);
    expect(verify(renewed).isSigned).toBe(false);
  });

  it('signs for ten seconds after a refusal, and then takes the key that came with it', () => {
    const restarted = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
    proofs.refused(restarted.publicKey);
    atSecond(9);
    expect(restarted.verify(proofs.prove(call).text, request).isSigned).toBe(true);
    proofs.told(restarted.publicKey);
    expect(isMac()).toBe(false);
    atSecond(10);
    expect(restarted.verify(proofs.prove(call).text, request).isSigned).toBe(false);
  });

  it('signs as long as whoever refused tells no key: it may be of a version that has none', () => {
    proofs.refused(undefined);
    atSecond(100);
    expect(isMac()).toBe(false);
  });

  // https://cr.yp.to/ecdh.html#validate
  const lowOrder = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ].map((hex) => Buffer.from(hex, 'hex').toString('base64url'));
  it.each([...lowOrder, '', 'abc', 'a'.repeat(44), 'not base64url, and much longer than any key is'.repeat(20)])('signs when it is told a key with which anybody would agree, or none at all: %j', (key) => {
    expect(() => createEphemeralKey().agree(key, { subgraph: 'ticket', routerKey: 'r', instanceKey: key })).toThrow();
    proofs.told(key);
    expect(isMac()).toBe(false);
    expect(verify(proofs.prove(call).text).isSigned).toBe(true);
  });
});
