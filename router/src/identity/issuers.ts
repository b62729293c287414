import type { Role } from '@sysops-squad/chassis/caller';

/** What the tokens of an issuer may grant. SYSTEM is for our services and never in a person's token. */
const people: readonly Role[] = ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN'];

/**
 * Who may sign people in. An issuer is trusted with its own keys only, and a subgraph only while the supergraph has it serve `login`: so legacy's
 * key, which anybody with the monolith's machine has, is worth nothing while auth is there.
 */
export const issuers: Readonly<Record<string, { roles: readonly Role[] }>> = {
  'sysops-squad/auth': { roles: people },
  'sysops-squad/legacy': { roles: people },
};

export const issuerOf = (subgraph: string): string => `sysops-squad/${subgraph}`;

/** `ISSUER=URL`, or a URL alone, whose keys are auth's. */
export function readKeyUrl(text: string): { issuer: string; url: string } {
  const [, issuer = issuerOf('auth'), url = text] = /^([\w./-]+)=(https?:.*)$/.exec(text) ?? [];
  return { issuer, url };
}
