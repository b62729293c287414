import { hash, parseOptions, verify } from '@node-rs/argon2';

export type PasswordHasher = {
  hash: (password: string) => Promise<string>;
  verify: (passwordHash: string, password: string) => Promise<boolean>;
  /** True when a hash was made with other parameters than today's. */
  isOutdated: (passwordHash: string) => boolean;
};

/** Far above what an account may have: what is cut off here could not have matched. */
const longest = 1_000;
const bytes = (password: string): Uint8Array => Buffer.from(password.slice(0, longest).normalize('NFC'));

/** argon2id, by default with OWASP's figures; memory in KiB. */
export function argon2id({ memoryCost = 19_456, timeCost = 2, parallelism = 1 } = {}): PasswordHasher {
  return {
    hash: (password) => hash(bytes(password), { memoryCost, timeCost, parallelism }),
    verify: (passwordHash, password) => verify(passwordHash, bytes(password)),
    isOutdated(passwordHash) {
      const made = parseOptions(passwordHash);
      return made.memoryCost !== memoryCost || made.timeCost !== timeCost || made.parallelism !== parallelism;
    },
  };
}
