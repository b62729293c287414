import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse, type DocumentNode, type GraphQLError } from 'graphql';
import { CompositionFailed } from './compositionFailed.ts';
import { describeError } from './describeError.ts';
import { requireFederationVersion } from './federationVersion.ts';
import { readSubgraphSdl, type ReadFile } from './readSubgraphSdl.ts';
import { readSupergraphConfig } from './supergraphConfig.ts';

export type ComposeOptions = {
  /** Path of supergraph.yaml; the files it names are relative to it. */
  configFile: string;
  /** By subgraph, in place of the routing_url in the file. */
  routingUrls?: Record<string, string>;
  /** Subgraphs to leave out, as if they were not listed. */
  without?: string[];
  /** For `${env.X}`; nothing by default, so that the result depends on the files alone. */
  environment?: Record<string, string | undefined>;
  readFile?: ReadFile;
};

/** What clients could not send although a subgraph takes it: composition keeps of an input what all subgraphs have, and only hints at the rest. */
const droppedInput = new Set(['INCONSISTENT_INPUT_OBJECT_FIELD', 'INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM']);

export type CompositionHint = NonNullable<ReturnType<typeof composeServices>['hints']>[number];
export type ComposedSubgraph = { name: string; url: string; typeDefs: DocumentNode };
export type Composition = { supergraphSdl: string; hints: CompositionHint[]; subgraphs: ComposedSubgraph[] };

/**
 * Composes what supergraph.yaml lists. The same files give the same text.
 * @throws CompositionFailed with subgraph, coordinate and remedy of each problem
 */
export async function composeSupergraph(options: ComposeOptions): Promise<Composition> {
  const subgraphs = await listSubgraphs(options);
  const result = composeServices(subgraphs);
  if (result.errors) throw new CompositionFailed(result.errors.map(describeError));
  const dropped = result.hints.filter(({ definition }) => droppedInput.has(definition.code));
  if (dropped.length > 0) throw new CompositionFailed(dropped.map(({ message }) => `${message} Give it to every subgraph that has the type.`));
  return { supergraphSdl: `${result.supergraphSdl.trim()}\n`, hints: result.hints, subgraphs };
}

async function listSubgraphs(options: ComposeOptions): Promise<ComposedSubgraph[]> {
  const read = options.readFile ?? ((path: string) => readFile(resolve(dirname(options.configFile), path), 'utf8'));
  const config = readSupergraphConfig(await read(options.configFile), options.environment ?? {});
  requireFederationVersion(config.federationVersion);
  const left = options.without ?? [];
  const unknown = left.filter((name) => !config.subgraphs.some((subgraph) => subgraph.name === name));
  if (unknown.length > 0) throw new CompositionFailed([`supergraph.yaml lists no subgraph ${unknown.join(', ')}`]);
  const listed = config.subgraphs.filter(({ name }) => !left.includes(name));
  return Promise.all(
    listed.map(async (subgraph) => ({
      name: subgraph.name,
      url: options.routingUrls?.[subgraph.name] ?? subgraph.routingUrl ?? '',
      typeDefs: parseSdl(subgraph.name, await readSubgraphSdl(subgraph, read)),
    })),
  );
}

function parseSdl(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    const { message, locations } = error as GraphQLError;
    const at = locations?.[0];
    throw new CompositionFailed([`${name}: ${message}${at ? ` (line ${at.line}, column ${at.column})` : ''}: correct its schema`]);
  }
}
