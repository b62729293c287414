import { createEphemeralKey } from './agreedKey.ts';
import type { Mac } from './hmac.ts';
import { macOf, writeClaim } from './mac.ts';
import { seconds, type ProvenRequest } from './proof.ts';
import { newClaim, type ProofSigner } from './signer.ts';

const certificateSeconds = 3_600;
const renewedBeforeSeconds = 300;
/** A refused MAC costs a call. Where every second one would be, as behind a load balancer, most calls are signed. */
const signedAfterRefusalMs = 10_000;

type Agreed = { mac: Mac; certificate: string; renewAt: number };

export type CallProof = {
  text: string;
  /** Present where `text` is under a MAC: the same, signed. It has the same id, so that only one of both is good. */
  signed?: () => string;
};

/**
 * A router's proofs for one instance of a subgraph: signed, until it has told its key; from then on `claim.mac.certificate`, where the MAC is under a key
 * that both have agreed upon, and the certificate says that it was with the router.
 */
export function createInstanceProofs(sign: ProofSigner, subgraph: string) {
  let instanceKey: string | undefined;
  let agreed: Agreed | undefined;
  let signsUntil = 0;

  const use = (key: string | undefined): void => void ([instanceKey, agreed] = [key, undefined]);
  const refused = (key: string | undefined): void => {
    use(key);
    signsUntil = Date.now() + signedAfterRefusalMs;
  };
  const agreeWith = (key: string): Agreed | undefined => {
    const own = createEphemeralKey();
    const between = { subgraph, instanceKey: key, routerKey: own.publicKey };
    const expires = seconds() + certificateSeconds;
    try {
      const mac = own.agree(key, between);
      return { mac, certificate: sign.certificateOf({ ...between, expires }), renewAt: (expires - renewedBeforeSeconds) * 1_000 };
    } catch {
      refused(undefined);
      return undefined;
    }
  };
  const agreedNow = (): Agreed | undefined => {
    const now = Date.now();
    if (agreed && now < agreed.renewAt) return agreed;
    agreed = instanceKey === undefined || now < signsUntil ? undefined : agreeWith(instanceKey);
    return agreed;
  };

  return {
    prove(seen: Omit<ProvenRequest, 'subgraph'>): CallProof {
      const by = agreedNow();
      const request = { ...seen, subgraph };
      if (!by) return { text: sign(request) };
      const { expires, id } = newClaim();
      const claim = writeClaim({ expires, id, caller: seen.caller });
      return { text: `${claim}.${macOf(by.mac, claim, seen)}.${by.certificate}`, signed: () => sign(request, { expires, id }) };
    },
    /** Anybody on the way may have written the key: a wrong one leads to refusals, and they to signatures. */
    told: (key: string | undefined): void => {
      if (key !== undefined && key !== instanceKey) use(key);
    },
    /** A proof under a MAC was: it is another process, or another's key. */
    refused,
  };
}
export type InstanceProofs = ReturnType<typeof createInstanceProofs>;
