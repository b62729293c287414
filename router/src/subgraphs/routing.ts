import { readFile } from 'node:fs/promises';
import type { Logger } from '@sysops-squad/chassis/logger';
import { httpUrl } from '@sysops-squad/chassis/environment';
import { z } from 'zod';
import { onFileChange } from '../onFileChange.ts';

/** URLs by subgraph, one for each of its instances; they stand in place of the supergraph's. */
export type Urls = Readonly<Record<string, readonly string[]>>;

const contents = z.record(z.string(), z.array(httpUrl).min(1, 'must have at least one URL'));

/** @throws what is wrong with it */
export function readInstances(text: string): Urls {
  const parsed = contents.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

/**
 * Where the instances of each subgraph are. With a file (`{ "ticket": ["http://10.0.0.7:4001/graphql", …] }`) that may change at any time: a changed
 * one is used at once, a bad one is reported and changes nothing. What the file leaves out is as in `fixed`.
 * @throws when the file is bad from the start
 */
export async function createRouting({ fixed, file, logger }: { fixed: Urls; file?: string | undefined; logger: Pick<Logger, 'info' | 'error'> }) {
  let urls = fixed;
  let used: string | undefined;
  const listeners = new Set<() => void>();
  /** False: as it was. */
  const use = (text: string): boolean => {
    if (text === used) return false;
    urls = { ...fixed, ...readInstances(text) };
    used = text;
    for (const listener of listeners) listener();
    return true;
  };
  const read = async (): Promise<boolean> => use(await readFile(file!, 'utf8'));
  const look = (): void =>
    void read().then(
      (changed) => changed && logger.info({ file, urls }, 'instances read'),
      (err: unknown) => logger.error({ err, file }, 'the file of instances is of no use, the instances before stay in use'),
    );
  let stop = (): void => undefined;
  if (file !== undefined) {
    await read().catch((error: Error) => {
      throw new Error(`INSTANCES_FILE ${file} is of no use: ${error.message}`);
    });
    stop = onFileChange(file, look);
  }
  return {
    /** Undefined: as the supergraph says. */
    urlsOf: (subgraph: string): readonly string[] | undefined => urls[subgraph],
    onChange: (listener: () => void): void => void listeners.add(listener),
    stop,
  };
}
export type Routing = Awaited<ReturnType<typeof createRouting>>;
