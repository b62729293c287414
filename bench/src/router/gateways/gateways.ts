import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fixture } from '../fixture.ts';
import { peerFile } from '../peers.ts';

export const gatewayNames = ['ours', '@apollo/gateway', 'Hive Gateway, JIT', 'Hive Gateway, Rust planner', 'Grafbase'] as const;
export type GatewayName = (typeof gatewayNames)[number];

export type Program = { command: string; args: string[]; env: NodeJS.ProcessEnv; path: string };

/** How each is started, in production, as it comes; undefined: it is not installed. `profiled`: Node's options for ours. */
export const programs: Record<GatewayName, (fixture: Fixture, port: number, profiled: string[]) => Promise<Program | undefined>> = {
  /** Callers verified, requests signed, operations limited and their cost counted. */
  ours: async ({ supergraphFile, jwksUrl, routerPrivateKey }, port, profiled) => ({
    command: process.execPath,
    args: [...profiled, join(import.meta.dirname, '../../../../router/src/main.ts'), '--supergraph', supergraphFile, '--port', String(port)],
    env: {
      ...production, JWKS_URLS: jwksUrl, ROUTER_PRIVATE_KEY: JSON.stringify(routerPrivateKey), OPERATIONS: 'any', LOG_LEVEL: 'warn',
      QUERY_TIMEOUT_MS: '20000', REQUEST_DEADLINE_MS: '60000', // the others wait as long as it takes
      COST_PER_MINUTE: String(Number.MAX_SAFE_INTEGER), // counted, but no bench ends for it
    },
    path: '/graphql',
  }),
  '@apollo/gateway': async ({ openSupergraphFile }, port) => ({
    command: process.execPath, args: [join(import.meta.dirname, 'stockGateway.ts'), openSupergraphFile, String(port)], env: production, path: '/',
  }),
  'Hive Gateway, JIT': async (fixture, port) => hive(['--jit'], fixture, port),
  'Hive Gateway, Rust planner': async (fixture, port) => hive(['--hive-router-runtime'], fixture, port),
  Grafbase: grafbase,
};

const production = { PATH: process.env['PATH'], NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', DO_NOT_TRACK: '1' };

/** Equal requests under way are answered together, as in its makers' own benchmark. */
async function hive(options: string[], { folder, openSupergraphFile }: Fixture, port: number): Promise<Program | undefined> {
  const program = peerFile('@graphql-hive/gateway/dist/bin.js');
  if (!existsSync(program)) return undefined;
  const config = join(folder, 'hive.config.mjs');
  await writeFile(config, 'export const gatewayConfig = { inboundInflightRequestDeduplication: true };');
  const args = [program, 'supergraph', openSupergraphFile, '--config-path', config, '--host', '127.0.0.1', '--port', String(port), ...options];
  return { command: process.execPath, args, env: production, path: '/graphql' };
}

async function grafbase({ folder, subgraphs }: Fixture, port: number): Promise<Program | undefined> {
  const program = peerFile('@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
  if (!existsSync(program)) return undefined;
  const config = join(folder, 'grafbase.toml');
  const listed = subgraphs.map(({ name, url, schemaFile }) => `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${schemaFile}"\n`);
  await writeFile(config, `[graph]\nintrospection = false\n\n${listed.join('\n')}`);
  return { command: program, args: ['dev', '--config', config, '--listen-address', `127.0.0.1:${port}`], env: { ...production, GRAFBASE_TELEMETRY_DISABLED: '1' }, path: '/graphql' };
}
