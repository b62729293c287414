import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { CompositionFailed } from './compositionFailed.ts';
import { interpolate } from './interpolate.ts';

const schemaSource = z.union([
  z.strictObject({ file: z.string().min(1) }),
  z.strictObject({ sdl: z.string().min(1) }),
  z.strictObject({ subgraph_url: z.string().min(1) }),
]);
export type SchemaSource = z.output<typeof schemaSource>;

const subgraph = z.strictObject({ routing_url: z.string().optional(), schema: schemaSource });
const config = z.strictObject({
  federation_version: z.union([z.string(), z.number()]).transform(String).optional(),
  subgraphs: z.record(z.string().regex(/^[a-zA-Z][\w-]*$/, 'must begin with a letter'), subgraph),
});

export type ListedSubgraph = { name: string; routingUrl: string | undefined; schema: SchemaSource };
export type SupergraphConfig = { federationVersion: string | undefined; subgraphs: ListedSubgraph[] };

/**
 * Reads rover's supergraph.yaml; subgraphs come back in order of their names, so that the result does not depend on the file's order.
 * @throws CompositionFailed with one line per mistake: where it is and what is wanted there
 */
export function readSupergraphConfig(text: string, environment: Record<string, string | undefined>): SupergraphConfig {
  const parsed = config.safeParse(interpolate(parseYamlText(text), environment));
  if (!parsed.success) throw new CompositionFailed(parsed.error.issues.map(describe));
  const subgraphs = Object.entries(parsed.data.subgraphs)
    .map(([name, { routing_url, schema }]) => ({ name, routingUrl: routing_url, schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { federationVersion: parsed.data.federation_version, subgraphs };
}

function parseYamlText(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new CompositionFailed([`supergraph.yaml is not YAML: ${(error as Error).message}`]);
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.') || 'the file';
  if (issue.path.at(-1) === 'schema') return `supergraph.yaml: ${where} needs exactly one of file, sdl and subgraph_url`;
  return `supergraph.yaml: ${where}: ${issue.message}`;
}
