import { join } from 'node:path';
import { production, type StartProgram } from './program.ts';

/** Callers verified, requests signed, operations limited and their cost counted. */
export const ours: StartProgram = async ({ fixture: { supergraphFile, jwksUrl, routerPrivateKey, tokens }, port, nodeOptions = [] }) => ({
  command: process.execPath,
  args: [...nodeOptions, join(import.meta.dirname, '../../../../router/src/main.ts'), '--supergraph', supergraphFile, '--port', String(port)],
  env: {
    ...production, JWKS_URLS: jwksUrl, ACCESS_TOKEN_MAX_SECONDS: '3600', REVOKED_SESSIONS: 'ignore', ROUTER_PRIVATE_KEY: JSON.stringify(routerPrivateKey), OPERATIONS: 'any', LOG_LEVEL: 'warn',
    QUERY_TIMEOUT_MS: '20000', REQUEST_DEADLINE_MS: '60000', // the others wait as long as it takes
    COST_PER_MINUTE: String(Number.MAX_SAFE_INTEGER), // counted, but no bench ends for it
  },
  path: '/graphql',
  token: tokens.EdDSA,
});
