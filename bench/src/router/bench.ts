import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startFixture, type Fixture } from './fixture.ts';
import { programs, type GatewayName } from './gateways/gateways.ts';
import type { Program } from './gateways/program.ts';
import { inWords, seeGuards, type Guards } from './guards.ts';
import { measure, type Cores, type Measured, type Seconds } from './measure.ts';
import { startPinned, type Pinned } from './pinned.ts';
import type { Mode, QueryName } from './queries.ts';

export type Row = { gateway: GatewayName; query: QueryName; mode: Mode; bodiesChecked: boolean } & Guards & Measured;
export type Skipped = { gateway: GatewayName; query?: QueryName; mode?: Mode; reason: string };
export type Choice = Seconds & { gateways: readonly GatewayName[]; queries: readonly QueryName[]; modes: readonly Mode[]; /** Peers as they come. */ bare: boolean; profile?: string | undefined };

const cores: Cores = { gateway: 1, others: 0 };
const readyWithinMs = 120_000;

/** Every gateway by itself on one core, over the same subgraphs, which share the other core with the load. */
export async function benchRouter(choice: Choice, progress: (what: string) => void): Promise<{ rows: Row[]; skipped: Skipped[] }> {
  const fixture = await startFixture(cores.others);
  const rows: Row[] = [];
  const skipped: Skipped[] = [];
  try {
    for (const gateway of choice.gateways) {
      progress(`${gateway} starts`);
      await withGateway(fixture, gateway, choice, async (started) => {
        if (typeof started === 'string') return void skipped.push({ gateway, reason: started });
        const guards = await seeGuards(started.url, started.program.token);
        progress(`${gateway} ${inWords(guards)}`);
        for (const query of choice.queries) {
          for (const mode of choice.modes) {
            progress(`${gateway}, ${query} query, ${mode}`);
            await measure(fixture, started, { query, mode, cores, ...choice }).then(
              (measured) => rows.push({ gateway, query, mode, ...measured, bodiesChecked: true, ...guards }),
              (error: Error) => skipped.push({ gateway, query, mode, reason: error.message }),
            );
          }
        }
      });
    }
    return { rows, skipped };
  } finally {
    await fixture.stop();
  }
}

type Started = { gateway: Pinned; program: Program; port: number; url: string };

async function withGateway(fixture: Fixture, name: GatewayName, { bare, profile }: Choice, use: (started: Started | string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const nodeOptions = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
  const program = await programs[name]({ fixture, port, guarded: !bare, nodeOptions });
  if (!program) return use('is not installed');
  const gateway = startPinned({ name, core: cores.gateway, command: program.command, args: program.args, env: program.env, cwd: fixture.folder });
  try {
    const url = `http://127.0.0.1:${port}${program.path}`;
    await untilItAnswers(gateway, url, program.token.genuine);
    await use({ gateway, program, port, url });
  } catch (error) {
    await use((error as Error).message);
  } finally {
    await gateway.stop();
  }
}

export async function untilItAnswers(gateway: Pinned, url: string, accessToken: string): Promise<void> {
  const giveUpAt = Date.now() + readyWithinMs;
  const request = { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` }, body: '{"query":"{ __typename }"}' };
  for (;;) {
    gateway.mustRun();
    const answer = await fetch(url, request).then((response) => response.json(), () => undefined) as { data?: unknown } | undefined;
    if (answer?.data) return;
    if (Date.now() > giveUpAt) throw new Error(`does not answer within ${readyWithinMs / 1_000} s`);
    await wait(100);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
