import { createHash } from 'node:crypto';
import { queries, type QueryName } from './queries.ts';
import { startSubject, type SubjectName } from './subjects.ts';

export type Job = { subject: SubjectName; query: QueryName; subgraphsUrl: string; seconds: number; repetitions: number };
export type Measured = { cpuMsPerRequest: number[]; requestsPerSecond: number[]; bytes: number; digest: string };

const atATime = 16;

/** A process of its own, so that what it uses of the processor is the subject's alone. */
const { subject, query, subgraphsUrl, seconds, repetitions } = JSON.parse(process.argv[2]!) as Job;
const run = await startSubject(subject, subgraphsUrl);
const expected = await run(queries[query], {});
if (expected.includes('"errors"')) throw new Error(`${subject} fails ${query}: ${expected.slice(0, 500)}`);

const rounds = [];
for (let round = 0; round <= repetitions; round += 1) rounds.push(await load(seconds));
const [, ...counted] = rounds;
const measured: Measured = {
  cpuMsPerRequest: counted.map(({ cpuMs, requests }) => cpuMs / requests),
  requestsPerSecond: counted.map(({ ms, requests }) => (1_000 * requests) / ms),
  bytes: expected.length,
  digest: createHash('sha256').update(expected).digest('hex').slice(0, 12),
};
process.send!(measured, () => process.exit(0));

async function load(forSeconds: number) {
  const began = performance.now();
  const used = process.cpuUsage();
  let requests = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - began < 1_000 * forSeconds) {
      if ((await run(queries[query], {})) !== expected) throw new Error(`${subject} answered ${query} in two ways`);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const { user, system } = process.cpuUsage(used);
  return { requests, cpuMs: (user + system) / 1_000, ms: performance.now() - began };
}
