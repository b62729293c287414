import { callerWith } from '../testing/identity.ts';
import { createEphemeralKey } from './agreedKey.ts';
import { createInstanceProofs } from './instanceProofs.ts';
import { atSecond, call, instanceAndRouter, keys, partsOf, request, sign } from './testing/instanceAndRouter.ts';
import { createProofVerifier } from './verifier.ts';

const both = instanceAndRouter();
const isMac = (): boolean => both.proofs.prove(call).signed !== undefined;

describe('a proof for an instance', () => {
  it('is signed until the instance has told its key, and under a MAC from then on', () => {
    both.proofs = createInstanceProofs(sign, 'ticket');
    expect(both.verify(both.proofs.prove(call).text)).toEqual({ caller: call.caller, isSigned: true });
    both.proofs.told(undefined);
    expect(isMac()).toBe(false);
    both.proofs.told(both.verifier.publicKey);
    expect(isMac()).toBe(true);
    expect(both.verify(both.proofs.prove(call).text)).toEqual({ caller: call.caller, isSigned: false });
  });

  it('is in the name of its own caller, whoever called before', () => {
    const callers = [call.caller, callerWith('EXPERT'), call.caller, { ...call.caller, clientAddress: '10.0.0.1' }];
    for (const caller of callers) expect(both.verify(both.proofs.prove({ ...call, caller }).text).caller).toEqual(caller);
  });

  it('works once, whichever way it is proven', () => {
    const [{ text, signed }, other] = [both.proofs.prove(call), both.proofs.prove(call)];
    both.verify(text);
    expect(() => both.verify(text)).toThrow('seen before');
    expect(() => both.verify(signed!())).toThrow('seen before');
    both.verify(other.signed!());
    expect(() => both.verify(other.text)).toThrow('seen before');
  });

  it('works for half a minute', () => {
    const [early, late] = [both.proofs.prove(call).text, both.proofs.prove(call).text];
    atSecond(34);
    both.verify(early);
    atSecond(35);
    expect(() => both.verify(late)).toThrow('expired');
  });

  it.each([
    ['another method', { method: 'SUBSCRIBE' }],
    ['another path', { path: '/other' }],
    ['another body', { body: '{"query":"{ secret }"}' }],
  ])('is worth nothing for %s', (_, other) => {
    const { text } = both.proofs.prove({ ...call, ...other });
    expect(() => both.verify(text)).toThrow('not made by the router for this request');
  });
});

describe('the router', () => {
  it('agrees anew, with another key, before the certificate ends', () => {
    const first = partsOf(both.proofs.prove(call).text);
    atSecond(3_299);
    expect(partsOf(both.proofs.prove(call).text)[2]).toBe(first[2]);
    atSecond(3_300);
    const renewed = both.proofs.prove(call).text;
    expect(partsOf(renewed)[2]).not.toBe(first[2]);
    expect(both.verify(renewed).isSigned).toBe(false);
  });

  it('signs for ten seconds after a refusal, and then takes the key that came with it', () => {
    const restarted = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
    both.proofs.refused(restarted.publicKey);
    atSecond(9);
    expect(restarted.verify(both.proofs.prove(call).text, request).isSigned).toBe(true);
    both.proofs.told(restarted.publicKey);
    expect(isMac()).toBe(false);
    atSecond(10);
    expect(restarted.verify(both.proofs.prove(call).text, request).isSigned).toBe(false);
  });

  it('signs as long as whoever refused tells no key: it may be of a version that has none', () => {
    both.proofs.refused(undefined);
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
    both.proofs.told(key);
    expect(isMac()).toBe(false);
    expect(both.verify(both.proofs.prove(call).text).isSigned).toBe(true);
  });
});
