import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultLimits } from '../../../../router/src/limits/operationLimits.ts';
import { peerFile } from '../peers.ts';
import { issuedFor } from '../tokens.ts';
import { production, type StartProgram } from './program.ts';

/** Equal requests under way are answered together, as in its makers' own benchmark. Its library for tokens knows no EdDSA. */
export const hive = (...options: string[]): StartProgram => async ({ fixture: { folder, openSupergraphFile, jwksUrl, tokens }, port, guarded }) => {
  const program = peerFile('@graphql-hive/gateway/dist/bin.js');
  if (!existsSync(program)) return undefined;
  const config = join(folder, `hive.${guarded ? 'guarded' : 'bare'}.mjs`);
  await writeFile(config, guarded ? guardedConfig(jwksUrl) : 'export const gatewayConfig = { inboundInflightRequestDeduplication: true };');
  const args = [program, 'supergraph', openSupergraphFile, '--config-path', config, '--host', '127.0.0.1', '--port', String(port), ...options];
  return { command: process.execPath, args, env: production, path: '/graphql', token: tokens.RS256 };
};

/** Keys are fetched once and kept, which is how its library comes; the verified claims go to subgraphs, which is its default as well. */
const guardedConfig = (jwksUrl: string): string => `
import { createRemoteJwksSigningKeyProvider } from ${JSON.stringify(pathToFileURL(peerFile('@graphql-hive/gateway/dist/index.js')).href)};

export const gatewayConfig = {
  inboundInflightRequestDeduplication: true,
  jwt: {
    signingKeyProviders: [createRemoteJwksSigningKeyProvider({ jwksUri: ${JSON.stringify(jwksUrl)} })],
    tokenVerification: ${JSON.stringify({ ...issuedFor, algorithms: ['RS256'] })},
    reject: { missingToken: true, invalidToken: true },
  },
  maxDepth: ${defaultLimits.depth},
  maxTokens: ${defaultLimits.tokens},
  blockFieldSuggestions: true,
  demandControl: { maxCost: ${defaultLimits.cost}, listSize: 10 },
};
`;
