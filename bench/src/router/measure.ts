import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { Fixture } from './fixture.ts';
import type { Program } from './gateways/program.ts';
import type { Target, Told } from './load.ts';
import { startPinned, type Pinned } from './pinned.ts';
import type { Mode, QueryName } from './queries.ts';

export type Cores = { gateway: number; others: number };
export type Seconds = { warmUp: number; seconds: number };
export type Measured = { cpuMsPerRequest: number; requestsPerSecond: number; kilobytes: number };
type Started = { gateway: Pinned; program: Program; port: number };

/** One gateway with one query in one mode: its answers are checked, then it is warmed up, then measured. @throws when an answer is wrong */
export async function measure(fixture: Fixture, { gateway, program, port }: Started, what: { query: QueryName; mode: Mode } & Seconds & { cores: Cores }): Promise<Measured> {
  const { query, mode, warmUp, seconds, cores } = what;
  const target: Target = { port, path: program.path, accessToken: program.token.genuine, query, mode };
  const load = startPinned({ name: 'load', core: cores.others, command: process.execPath, args: [join(import.meta.dirname, 'load.ts'), JSON.stringify(target)] });
  try {
    await load.message();
    const { bodies } = (await ask(load, { kind: 'bodies' })) as { bodies: string[] };
    checkBodies(bodies, await fixture.expected(query, mode));
    await ask(load, { kind: 'load', seconds: warmUp });
    const usedBefore = gateway.cpuMs();
    const { requests, ms } = (await ask(load, { kind: 'load', seconds })) as { requests: number; ms: number };
    const cpuMs = gateway.cpuMs() - usedBefore;
    return { cpuMsPerRequest: cpuMs / requests, requestsPerSecond: (1_000 * requests) / ms, kilobytes: Buffer.byteLength(bodies[0]!) / 1_024 };
  } finally {
    await load.stop();
  }
}

async function ask(load: Pinned, order: object): Promise<Told> {
  const told = load.message<Told>();
  load.send(order);
  const answer = await told;
  if ('failed' in answer) throw new Error(answer.failed);
  return answer;
}

function checkBodies(bodies: readonly string[], expected: readonly unknown[]): void {
  bodies.forEach((body, index) => {
    const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown };
    if (errors !== undefined) throw new Error(`answers with errors: ${body.slice(0, 500)}`);
    if (!isDeepStrictEqual(data, expected[index])) throw new Error(`answers with other data: ${firstDifference(data, expected[index])}`);
  });
}

function firstDifference(one: unknown, other: unknown, path = ''): string {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return `${path} is ${JSON.stringify(one)} and should be ${JSON.stringify(other)}`;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    const [mine, theirs] = [(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]];
    if (!isDeepStrictEqual(mine, theirs)) return firstDifference(mine, theirs, `${path}.${key}`);
  }
  return path;
}
