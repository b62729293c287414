import { callerWith, testKeys } from '../../testing/identity.ts';
import { createInstanceProofs } from '../instanceProofs.ts';
import { createProofSigner } from '../signer.ts';
import { createProofVerifier } from '../verifier.ts';

export const keys = testKeys().router;
export const sign = createProofSigner(keys.private);
export const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me { id } }"}' };
export const call = { ...request, caller: callerWith('ADMIN') };
export const start = 1_800_000_000;
export const atSecond = (second: number): void => void jest.spyOn(Date, 'now').mockReturnValue((start + second) * 1_000);
export const partsOf = (proof: string) => proof.split('.') as [claim: string, mac: string, routerKey: string, expires: string, signature: string];

/** Called at the top of a spec: for each test a process of a subgraph, and a router that has been told its key. */
export function instanceAndRouter() {
  const both = {} as { verifier: ReturnType<typeof createProofVerifier>; proofs: ReturnType<typeof createInstanceProofs> };
  beforeEach(() => {
    atSecond(0);
    both.verifier = createProofVerifier({ subgraph: 'ticket', publicJwk: keys.public });
    both.proofs = createInstanceProofs(sign, 'ticket');
    both.proofs.told(both.verifier.publicKey);
  });
  afterEach(() => void jest.restoreAllMocks());
  return Object.assign(both, { verify: (proof: string | undefined) => both.verifier.verify(proof, request) });
}
