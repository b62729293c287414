import { request } from 'undici';
import { CompositionFailed } from './compositionFailed.ts';
import type { ListedSubgraph } from './supergraphConfig.ts';

/** Reads a file that supergraph.yaml names, relative to it; from the disk or from a commit. */
export type ReadFile = (path: string) => Promise<string>;

const answerWithinMs = 5_000;

/** @throws CompositionFailed when the SDL cannot be had */
export async function readSubgraphSdl({ name, schema }: ListedSubgraph, readFile: ReadFile): Promise<string> {
  if ('sdl' in schema) return schema.sdl;
  if ('subgraph_url' in schema) return introspect(name, schema.subgraph_url);
  return readFile(schema.file).catch((error: Error) => {
    throw new CompositionFailed([`${name}: cannot read ${schema.file} (${error.message}): correct subgraphs.${name}.schema.file in supergraph.yaml`]);
  });
}

async function introspect(name: string, url: string): Promise<string> {
  const options = {
    method: 'POST' as const,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
  };
  try {
    const answer = (await (await request(url, options)).body.json()) as { data?: { _service?: { sdl?: string } }; errors?: { message: string }[] };
    const sdl = answer.data?._service?.sdl;
    if (sdl) return sdl;
    throw new Error(answer.errors?.[0]?.message ?? 'no SDL in its answer');
  } catch (error) {
    throw new CompositionFailed([`${name}: ${url} does not give its SDL (${(error as Error).message}): start it, or use schema.file instead`]);
  }
}
