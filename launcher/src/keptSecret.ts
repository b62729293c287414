import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { isPrivate, readEd25519 } from '@sysops-squad/chassis/ed25519';
import { LauncherError } from './launcherError.ts';

/** What a secret must be, for messages, and how one is made. */
export type Kind = { is: string; fits: (text: string) => boolean; make: () => string };

export const keyPair: Kind = {
  is: 'an Ed25519 private key as JWK in JSON text',
  fits: (text) => {
    const key = readEd25519(text);
    return key !== undefined && isPrivate(key);
  },
  make: () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: randomBytes(6).toString('hex'), alg: 'EdDSA' });
  },
};

export const secret: Kind = {
  is: 'a text of at least 16 visible ASCII characters',
  fits: (text) => /^[!-~]{16,}$/.test(text),
  make: () => randomBytes(32).toString('base64url'),
};

/** A secret of the environment. No message repeats it. */
export function givenSecret(variable: string, text: string, kind: Kind): string {
  if (kind.fits(text)) return text;
  throw new LauncherError(`${variable} must be ${kind.is}: correct it in the environment or in .env`);
}

/** A secret in a file that its owner alone reads: made where there is no file; one that is damaged or empty is never replaced. */
export async function keptSecret(file: string, kind: Kind): Promise<string> {
  const text = await readKept(file);
  if (text === undefined) return makeSecret(file, kind);
  if (kind.fits(text)) return text;
  const state = text === '' ? 'is empty' : 'is damaged';
  throw new LauncherError(`${file} ${state}: it must hold ${kind.is}. Restore it from a copy, or delete it to have another one made`);
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new LauncherError(`${file} cannot be read (${code}): make it a file that the user who starts this can read`);
  }
}

/** Complete under its name or not there at all, and never in the place of another. */
async function makeSecret(file: string, kind: Kind): Promise<string> {
  const unfinished = `${file}.${process.pid}`;
  const made = kind.make();
  await writeFile(unfinished, made, { mode: 0o600 });
  await link(unfinished, file).finally(() => rm(unfinished, { force: true }));
  return made;
}
