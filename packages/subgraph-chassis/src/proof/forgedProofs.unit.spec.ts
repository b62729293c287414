import { callerWith, testKeys } from '../testing/identity.ts';
import { createEphemeralKey } from './agreedKey.ts';
import { createHmacSha256, type Mac } from './hmac.ts';
import { createInstanceProofs } from './instanceProofs.ts';
import { macOf, readClaim, writeClaim } from './mac.ts';
import { ProofRefused } from './proof.ts';
import type { Certified } from './signedTexts.ts';
import { createProofSigner } from './signer.ts';
import { atSecond, call, instanceAndRouter, keys, partsOf, request, sign, start } from './testing/instanceAndRouter.ts';
import { createProofVerifier } from './verifier.ts';

const both = instanceAndRouter();

/** A proof as it might be made by somebody who has any key but the router's, and sees everything. */
function forged({ mac, certificate, claim: given }: { mac?: Mac; certificate?: string; claim?: string }): string {
  const seen = partsOf(both.proofs.prove(call).text);
  const claim = given ?? seen[0];
  const code = mac ? macOf(mac, claim, request) : seen[1];
  return [claim, code, certificate ?? seen.slice(2).join('.')].join('.');
}
const elevated = (): string => writeClaim({ ...readClaim(partsOf(both.proofs.prove(call).text)[0]), caller: callerWith('SYSTEM') });
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
  const between = { subgraph: 'ticket', instanceKey: both.verifier.publicKey, routerKey: own.publicKey, ...more };
  const certificate = createProofSigner(privateJwk).certificateOf({ ...between, expires: start + 3_600, ...more });
  return { certificate, mac: own.agree(both.verifier.publicKey, between) };
};

describe('is refused', () => {
  test('what these tests forge with is right where the keys are the router’s', () => {
    expect(both.verify(forged(certifiedBy(keys.private))).caller).toEqual(call.caller);
  });

  it.each<[string, () => string]>([
    ['a MAC under no key', () => forged({ mac: createHmacSha256('0'.repeat(64)) })],
    ['no MAC', () => partsOf(both.proofs.prove(call).text).with(1, '').join('.')],
    ['half a MAC', () => {
      const parts = partsOf(both.proofs.prove(call).text);
      return parts.with(1, parts[1].slice(0, 22)).join('.');
    }],
    ['another caller', () => forged({ claim: elevated() })],
    ['another end', () => forged({ claim: writeClaim({ ...readClaim(partsOf(both.proofs.prove(call).text)[0]), expires: start + 60 }) })],
    ['another id', () => forged({ claim: writeClaim({ ...readClaim(partsOf(both.proofs.prove(call).text)[0]), id: 'another' }) })],
    ['a certificate of another router’s key', () => forged(certifiedBy(testKeys().router.private))],
    ['a certificate whose end was put off', () => partsOf(both.proofs.prove(call).text).with(3, `${start + 1_000_000}`).join('.')],
    ['a certificate for another of the router’s keys', () => forged({ ...certifiedBy(keys.private), certificate: partsOf(both.proofs.prove(call).text).slice(2).join('.') })],
    ['a signature of a proof in place of the certificate’s', () => {
      const [claims, digest, signature] = sign({ ...call, subgraph: 'ticket' }).split('.');
      return [claims, digest, createEphemeralKey().publicKey, start + 3_600, signature].join('.');
    }],
    ['a certificate in place of a signature', () => {
      const [claim, mac, , , signature] = partsOf(both.proofs.prove(call).text);
      return [claim, mac, signature].join('.');
    }],
    ['no certificate', () => `${partsOf(both.proofs.prove(call).text).slice(0, 2).join('.')}...`],
  ])('%s', (_, make) => {
    expect(() => both.verify(make())).toThrow(ProofRefused);
  });

  test('a proof for another process of the same subgraph', () => {
    const other = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
    expect(() => other.verify(both.proofs.prove(call).text, request)).toThrow('not certified by the router for this process');
    expect(both.verify(both.proofs.prove(call).text).caller).toEqual(call.caller);
  });

  test('a proof for another subgraph, also when somebody told its router this process’ key as that one’s', () => {
    const ofPayment = createInstanceProofs(sign, 'payment');
    ofPayment.told(both.verifier.publicKey);
    expect(() => both.verify(ofPayment.prove(call).text)).toThrow('not certified by the router for this process');
    expect(() => both.verify(ofPayment.prove(call).signed!())).toThrow('made for another subgraph');
  });

  test('whatever somebody makes whose key the router took for the instance’s', () => {
    const { proof, mac, certificate, attacker } = agreedWithAttacker();
    const withVictim = attacker.agree(both.verifier.publicKey, { subgraph: 'ticket', instanceKey: both.verifier.publicKey, routerKey: attacker.publicKey });
    const [, expires, signature] = certificate.split('.');
    const made = [proof, forged({ mac, certificate }), forged({ mac }), forged({ mac: withVictim, certificate: [attacker.publicKey, expires, signature].join('.') })];
    for (const one of made) expect(() => both.verify(one)).toThrow(ProofRefused);
  });

  test('a certificate that has expired, also one that was known', () => {
    const certified = certifiedBy(keys.private);
    both.verify(forged(certified));
    atSecond(3_604);
    both.proofs = createInstanceProofs(sign, 'ticket');
    both.proofs.told(both.verifier.publicKey);
    both.verify(forged(certified));
    atSecond(3_605);
    expect(() => both.verify(forged(certified))).toThrow('its certificate has expired');
    expect(() => both.verify(forged(certifiedBy(keys.private, { expires: start })))).toThrow('its certificate has expired');
  });
});
