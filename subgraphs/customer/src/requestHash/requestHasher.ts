import { hash, verify } from '@node-rs/argon2';

/** The request contains a password, so its hash is made as a password's: slow, salted, in memory. */
export type RequestHasher = {
  hash: (request: string) => Promise<string>;
  matches: (requestHash: string, request: string) => Promise<boolean>;
};

export class TooManyRegistrations extends Error {}

/** argon2id with OWASP's figures, two at once; @throws TooManyRegistrations when 50 wait already */
export function argon2RequestHasher({ memoryCost = 19_456, timeCost = 2, atOnce = 2, waiting = 50 } = {}): RequestHasher {
  const inTurn = gate(atOnce, waiting);
  return {
    hash: (request) => inTurn(() => hash(request, { memoryCost, timeCost, parallelism: 1 })),
    matches: (requestHash, request) => inTurn(() => verify(requestHash, request)),
  };
}

function gate(atOnce: number, waiting: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new TooManyRegistrations('too many registrations at this moment');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
