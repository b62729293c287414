import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderTemplate } from './renderTemplate.ts';

export class Refused extends Error {}

const templateFolder = join(import.meta.dirname, '../template');
const firstPort = 4_001;

/**
 * Makes `subgraphs/<name>` from the template and lists it in supergraph.yaml.
 * @throws Refused when the name is not 2 to 30 lower-case letters, or taken
 */
export async function newSubgraph(root: string, name: string): Promise<string[]> {
  if (!/^[a-z]{2,30}$/.test(name)) throw new Refused(`A subgraph's name is 2 to 30 lower-case letters, not "${name}".`);
  const folder = join(root, 'subgraphs', name);
  if (existsSync(folder)) throw new Refused(`subgraphs/${name} is there already.`);
  const configFile = join(root, 'supergraph.yaml');
  const config = await readFile(configFile, 'utf8');
  const { subgraphs } = parse(config) as { subgraphs: Record<string, unknown> };
  if (name in subgraphs) throw new Refused(`supergraph.yaml lists ${name} already.`);
  const files = await renderTemplate(templateFolder, folder, name);
  await writeFile(configFile, `${config.trimEnd()}\n${entry(name, firstPort + Object.keys(subgraphs).length)}`);
  return files.map((file) => `subgraphs/${name}/${file}`);
}

const entry = (name: string, port: number): string =>
  `  ${name}:
    routing_url: \${env.${name.toUpperCase()}_URL:-http://127.0.0.1:${port}/graphql}
    schema:
      file: ./subgraphs/${name}/schema.graphql
`;
