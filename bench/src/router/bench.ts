import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { percentile } from '../../../simulation/src/measures/spread.ts';
import type { Job, Measured } from './measure.ts';
import { queries, type QueryName } from './queries.ts';
import { subjects, type SubjectName } from './subjects.ts';

export type Row = { gateway: SubjectName; query: QueryName; mode: 'no sharing'; cpuMsPerRequest: number; requestsPerSecond: number; bodiesChecked: boolean; kilobytes: number };

/** Every subject with every query, each in a process of its own, over the same subgraphs; the bodies of all must be the same. */
export async function benchRouter(options: { seconds: number; repetitions: number }, progress: (what: string) => void): Promise<Row[]> {
  const memo = fork(join(import.meta.dirname, 'memoSubgraphs.ts'));
  try {
    const { port } = await messageOf<{ port: number }>(memo);
    const rows: Row[] = [];
    for (const query of Object.keys(queries) as QueryName[]) {
      const measured = new Map<SubjectName, Measured>();
      for (const subject of subjects) {
        progress(`${subject}, ${query} query`);
        measured.set(subject, await measure({ subject, query, subgraphsUrl: `http://127.0.0.1:${port}`, ...options }));
      }
      if (new Set([...measured.values()].map(({ digest }) => digest)).size > 1) throw new Error(`the ${query} query is not answered alike: ${JSON.stringify([...measured].map(([name, { digest, bytes }]) => [name, digest, bytes]))}`);
      for (const [gateway, figures] of measured) rows.push(rowOf(gateway, query, figures));
    }
    return rows;
  } finally {
    memo.kill();
  }
}

const rowOf = (gateway: SubjectName, query: QueryName, { cpuMsPerRequest, requestsPerSecond, bytes }: Measured): Row => ({
  gateway,
  query,
  mode: 'no sharing',
  cpuMsPerRequest: percentile(cpuMsPerRequest, 0.5),
  requestsPerSecond: percentile(requestsPerSecond, 0.5),
  bodiesChecked: true,
  kilobytes: bytes / 1_024,
});

const measure = async (job: Job): Promise<Measured> => messageOf<Measured>(fork(join(import.meta.dirname, 'measure.ts'), [JSON.stringify(job)], { env: { ...process.env, NODE_ENV: 'production' } }));

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a process ended with ${String(code)}`)));
  failed.catch(() => {});
  const [message] = (await Promise.race([once(child, 'message'), failed])) as [T];
  return message;
}
