import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { runningMonolith } from '../../../../monolith/src/testing/monolith.ts';
import { start } from '../start.ts';

export { eventually, TODAY } from '../../../../monolith/src/testing/monolith.ts';

export const apiKey = 'a key for the legacy specs';

export type Answer = { data: any; errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[] };

/** The five demo accounts as callers, one of our services, and nobody. */
export const callers = {
  nobody: anonymous,
  customer: callerWith('CUSTOMER', { id: 'usr_000001', customerId: 'cus_000001' }),
  operative: callerWith('OPERATIVE', { id: 'usr_000002' }),
  expert: callerWith('EXPERT', { id: 'usr_000003', expertId: 'exp_000001' }),
  manager: callerWith('MANAGER', { id: 'usr_000004' }),
  admin: callerWith('ADMIN', { id: 'usr_000005' }),
  system: callerWith('SYSTEM'),
  customerService: callerWith('SYSTEM', { id: 'customer' }),
} satisfies Record<string, Caller>;
export type CallerName = keyof typeof callers;

/** The subgraph in this process, asked as the router asks it. */
export async function legacyOn(monolithUrl: string) {
  const keys = testKeys();
  const environment = {
    PORT: 0,
    HOST: '127.0.0.1',
    ROUTER_PUBLIC_KEY: keys.router.public,
    MONOLITH_URL: monolithUrl,
    MONOLITH_API_KEY: apiKey,
    LEGACY_SIGNING_KEY: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK,
  };
  const running = await start(environment, createLogger('legacy'));
  const sign = createProofSigner(keys.router.private);
  async function ask(caller: Caller, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const body = JSON.stringify({ query, variables });
    const proof = sign({ subgraph: 'legacy', method: 'POST', path: '/graphql', body, caller });
    const headers = { 'content-type': 'application/json', [proofHeader]: proof };
    const response = await fetch(running.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
    return (await response.json()) as Answer;
  }
  return { url: running.url, ask, stop: running.stop };
}

/** The subgraph in front of a real monolith on a small seeded database. */
export async function runningLegacy() {
  const monolith = await runningMonolith({ MONOLITH_API_KEY: apiKey });
  const legacy = await legacyOn(monolith.url);
  const stop = async () => {
    await legacy.stop();
    await monolith.stop();
  };
  const rest = async (method: string, path: string, body?: unknown): Promise<any> => {
    const init = { method, headers: { 'x-api-key': apiKey, 'content-type': 'application/json' }, signal: AbortSignal.timeout(10_000) };
    const response = await fetch(`${monolith.url}/api/${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    return response.json();
  };
  return { ...legacy, monolith, rest, stop };
}

export const codesOf = ({ errors = [] }: Answer): string[] => [...new Set(errors.map(({ extensions }) => extensions.code))];

/** How many REST calls the work makes. */
export async function restCallsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const paths: string[] = [];
  const note = (message: unknown) => {
    const { path } = (message as { request: { path: string } }).request;
    if (path.startsWith('/api/')) paths.push(path);
  };
  subscribe('undici:request:create', note);
  await work().finally(() => unsubscribe('undici:request:create', note));
  return paths;
}
