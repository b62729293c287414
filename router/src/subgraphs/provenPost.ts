import type { Caller } from '@sysops-squad/chassis/caller';
import { createInstanceProofs } from '@sysops-squad/chassis/proof/instanceProofs';
import { proofHeader, proofKeyHeader } from '@sysops-squad/chassis/proof/proof';
import type { ProofSigner } from '@sysops-squad/chassis/proof/signer';
import type { Dispatcher } from 'undici';
import { post, type Answered } from './post.ts';
import type { TimeLimit } from './timeLimit.ts';

type Parts = { pool: Dispatcher; path: string; subgraph: string; sign: ProofSigner };
type Call = { body: string; caller: Caller; limit: TimeLimit; /** Made anew each time: they tell how long is left. */ headers: () => Record<string, string> };

const keyIn = ({ headers }: Answered): string | undefined => headers[proofKeyHeader]?.toString();

/**
 * POSTs to one instance, each with its own proof. A process that knows nothing of what was agreed upon with the one before answers 401 without having executed
 * anything: it gets the same once more, signed.
 */
export function createProvenPost({ pool, path, subgraph, sign }: Parts) {
  const proofs = createInstanceProofs(sign, subgraph);
  return async ({ body, caller, limit, headers }: Call): Promise<Answered> => {
    const send = (proof: string): Promise<Answered> => {
      const all = headers();
      all[proofHeader] = proof;
      return post(pool, { path, headers: all, body, limit });
    };
    const { text, signed } = proofs.prove({ method: 'POST', path, body, caller });
    const first = await send(text);
    if (first.status === 401 && signed) {
      proofs.refused(keyIn(first));
      return send(signed());
    }
    proofs.told(keyIn(first));
    return first;
  };
}
