import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import type { JWK } from 'jose';
import { execute, parse } from 'graphql';
import { mockWorld } from '../../../router/src/execution/testing/mockWorld.ts';
import { withoutSecurityDirectives } from '../../../router/src/authorization/securityDirectives.ts';
import { loadSupergraph } from '../../../router/src/supergraph/loadedSupergraph.ts';
import { markIds, noMark } from './marks.ts';
import { startPinned } from './pinned.ts';
import { plainSchema } from './plainSchema.ts';
import { withFieldsOfAll } from './sharedFields.ts';
import { queries, variants, type Mode, type QueryName } from './queries.ts';
import type { Served } from './memoSubgraphs.ts';
import { issueTokens, type Tokens } from './tokens.ts';

const root = join(import.meta.dirname, '../../..');
const names = ['auth', 'customer', 'payment', 'ticket', 'legacy'];
const world = {
  things: 60,
  elements: 10,
  // what people type; names, addresses and phone numbers are as they are
  quoted: ['description'],
  scalars: { DateTime: ['2026-11-22T13:00:00.000Z', '2026-11-23T09:30:00.000Z'], Date: ['2026-11-22', '2026-12-01'], Duration: ['PT4H', 'PT8H'], BigInt: ['1200', '99'] },
};

/** What all gateways are given alike. */
export type Fixture = {
  folder: string;
  supergraphFile: string;
  /** For peers, who would not load its rules or not know their names: without them, and so are the schemas of `subgraphs`. */
  openSupergraphFile: string;
  supergraphSdl: string;
  subgraphs: readonly { name: string; url: string; schemaFile: string; sdl: string }[];
  jwksUrl: string;
  /** The router's own key, which its subgraphs would verify. */
  routerPrivateKey: JWK;
  tokens: Tokens;
  /** What the variant's answer must be, worked out without any gateway. */
  expected: (query: QueryName, mode: Mode) => Promise<unknown[]>;
  stop: () => Promise<void>;
};

export async function startFixture(core: number): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-router-'));
  const sdls = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8')]));
  const { jwks, tokens } = await issueTokens();
  const served: Served = { sdls, world, jwks };
  const servedFile = join(folder, 'served.json');
  await writeFile(servedFile, JSON.stringify(served));
  const memo = startPinned({ core, command: process.execPath, args: [join(import.meta.dirname, 'memoSubgraphs.ts'), servedFile], name: 'subgraphs' });
  const { port } = await memo.message<{ port: number }>();
  const origin = `http://127.0.0.1:${port}`;

  const subgraphs = Object.entries(sdls).map(([name, sdl]) => ({ name, sdl, url: `${origin}/${name}`, schemaFile: join(folder, `${name}.graphql`) }));
  const forPeers = withFieldsOfAll(sdls);
  for (const { name, schemaFile } of subgraphs) await writeFile(schemaFile, plainSchema(forPeers[name]!));
  const supergraphSdl = moved(readFileSync(join(root, 'supergraph.graphql'), 'utf8'), subgraphs);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  const openSupergraphFile = join(folder, 'open.graphql');
  await writeFile(openSupergraphFile, withoutSecurityDirectives(supergraphSdl));
  return {
    folder, supergraphFile, openSupergraphFile, supergraphSdl, subgraphs,
    jwksUrl: `${origin}/jwks`,
    routerPrivateKey: testKeys().router.private,
    tokens,
    expected: oracle(sdls, supergraphSdl),
    async stop() {
      await memo.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The supergraph with its subgraphs at other addresses. */
function moved(sdl: string, subgraphs: readonly { name: string; url: string }[]): string {
  const listed = loadSupergraph(sdl).subgraphs;
  return subgraphs.reduce((text, { name, url }) => text.replace(`url: "${listed.find((one) => one.name === name)!.url}"`, `url: "${url}"`), sdl);
}

/** One service that knows everything, so that no gateway is measured by another's answers. */
function oracle(sdls: Record<string, string>, supergraphSdl: string): Fixture['expected'] {
  const schema = mockWorld(sdls, world).asOne(loadSupergraph(supergraphSdl).apiSchema);
  return async (query, mode) => {
    const document = parse(queries[query]);
    const answers = variants(query, mode).map(async (variables) => {
      const variableValues = JSON.parse(JSON.stringify(variables(noMark)).replaceAll(noMark, '')) as Record<string, unknown>;
      return JSON.parse(markIds(JSON.stringify((await execute({ schema, document, variableValues })).data))) as unknown;
    });
    return Promise.all(answers);
  };
}
