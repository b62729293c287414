import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../../simulation/src/measures/spread.ts';
import { startPart, type Part } from './messages.ts';
import type { Memory } from './router.ts';

export type Figures = {
  sockets: number;
  /** Of the router's process: what it grew by, after the first burst, for each socket; live heap and resident memory. */
  heapKbPerSocket: number;
  rssKbPerSocket: number;
  /** The part of it that is the young generation, which does not grow with the sockets. */
  youngKbPerSocket: number;
  /** From the moment at which the subgraph sends to all, over all bursts. */
  delivery: { events: number; p50Ms: number; p99Ms: number; maxMs: number };
  cpuMsPerEvent: number;
};
type Options = { sockets: number; bursts: number };

const withinMs = 120_000;
const few = 50;

/** Experts in one process, a subgraph in another, and between them one router, which is what is measured. */
export async function benchLive({ sockets, bursts }: Options, progress: (what: string) => void): Promise<Figures> {
  const [source, experts, router] = [startPart('source.ts', {}), startPart('experts.ts', {}), startPart('router.ts', {}, ['--expose-gc'])];
  try {
    const [{ url: ticketUrl }, { url: jwksUrl }] = [await source.ask<{ url: string }>({ what: 'start' }), await experts.ask<{ url: string }>({ what: 'jwks' })];
    const { url } = await router.ask<{ url: string }>({ what: 'start', ticketUrl, jwksUrl });
    // what a process costs that has delivered as much, with few sockets, is not what a socket costs
    await connect({ experts, source, url, sockets: few, before: 0 });
    for (let sent = 0; sent < sockets; sent += few) await deliver({ experts, source, expected: few });
    const before = await router.ask<Memory>({ what: 'memory' });
    progress(`${sockets} sockets are opened`);
    await connect({ experts, source, url, sockets, before: few });
    const expected = sockets + few;
    progress('bursts');
    await deliver({ experts, source, expected });
    const after = await router.ask<Memory>({ what: 'memory' });
    const idle = await router.ask<{ ms: number }>({ what: 'processor' });
    const delays: number[] = [];
    for (let n = 0; n < bursts; n += 1) delays.push(...(await deliver({ experts, source, expected })));
    const busy = await router.ask<{ ms: number }>({ what: 'processor' });
    return {
      sockets,
      heapKbPerSocket: (after.heapKb - before.heapKb) / sockets,
      rssKbPerSocket: (after.rssKb - before.rssKb) / sockets,
      youngKbPerSocket: (after.youngKb - before.youngKb) / sockets,
      delivery: { events: delays.length, p50Ms: percentile(delays, 0.5), p99Ms: percentile(delays, 0.99), maxMs: Math.max(...delays) },
      cpuMsPerEvent: (busy.ms - idle.ms) / delays.length,
    };
  } finally {
    for (const part of [experts, router, source]) part.stop();
  }
}

async function connect({ experts, source, url, sockets, before }: { experts: Part; source: Part; url: string; sockets: number; before: number }): Promise<void> {
  await experts.ask({ what: 'connect', url, sockets });
  await until('all are subscribed', async () => (await source.ask<{ subscribers: number }>({ what: 'count' })).subscribers === before + sockets);
}

/** Sends one event to everybody; how long each was on its way, in milliseconds. */
async function deliver({ experts, source, expected }: { experts: Part; source: Part; expected: number }): Promise<number[]> {
  const { at } = await source.ask<{ at: number }>({ what: 'burst' });
  await until('all events have arrived', async () => (await experts.ask<{ count: number }>({ what: 'arrived' })).count >= expected);
  const { arrivals } = await experts.ask<{ arrivals: number[] }>({ what: 'collect' });
  if (arrivals.length !== expected) throw new Error(`${arrivals.length} events arrived, and ${expected} were sent`);
  return arrivals.map((arrival) => arrival - at);
}

async function until(fact: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come about within ${withinMs} ms: ${fact}`);
    await pause(20);
  }
}
