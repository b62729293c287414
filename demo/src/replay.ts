import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { operation } from '@sysops-squad/client/operations';
import { openSession, type Session } from '@sysops-squad/client/session';
import { prepareImport } from '../../import/src/importExport.ts';
import type { ImportedTicket } from '../../import/src/readTicket.ts';
import { chooseCustomers, watchExperts } from './cast.ts';
import { accepted, type UserErrors } from './types.ts';

export type ReplayOptions = { url: string; password: string; file: string; tickets: number; rate: number; territories: number; write: (line: string) => void };

type Created = { at: number; acknowledgedMs: number };
type Fate = { status: string; attention: { reason: string; summary: string } | null };

const settleMs = 60_000;

const percentile = (sorted: number[], share: number): string =>
  sorted.length === 0 ? '–' : `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!)} ms`;

const spread = (values: number[]): string => {
  const sorted = values.toSorted((left, right) => left - right);
  return `p50 ${percentile(sorted, 0.5)}, p90 ${percentile(sorted, 0.9)}, p99 ${percentile(sorted, 0.99)}, max ${percentile(sorted, 1)}`;
};

async function readTickets(file: string, wanted: number): Promise<ImportedTicket[]> {
  const { lines } = await prepareImport({ file, source: file });
  return lines.map(({ ticket }) => ticket).slice(0, wanted);
}

/** Open loop: a ticket every 1/rate seconds, whatever the answers take. */
async function createAll(options: ReplayOptions, operative: Session, inputs: Record<string, unknown>[]) {
  const created = new Map<string, Created>();
  const failures: string[] = [];
  const began = performance.now();
  const create = async (input: Record<string, unknown>): Promise<void> => {
    const at = performance.now();
    try {
      const { createTicket } = await operative.request<{ createTicket: UserErrors & { ticket: { id: string } } }>(operation('CreateTicket'), { input });
      created.set(accepted(createTicket).ticket.id, { at, acknowledgedMs: performance.now() - at });
    } catch (error) {
      failures.push((error as Error).message);
    }
  };
  const running = inputs.map(async (input, index) => {
    await sleep(Math.max(0, began + (index * 1_000) / options.rate - performance.now()));
    await create(input);
    if ((index + 1) % 100 === 0) options.write(`  ${index + 1} created`);
  });
  await Promise.all(running);
  return { created, failures, seconds: (performance.now() - began) / 1_000 };
}

async function fateOf(operative: Session, ids: string[]): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>();
  for (let start = 0; start < ids.length; start += 20) {
    const batch = ids.slice(start, start + 20);
    const fields = batch.map((id, index) => `t${index}: ticket(id: ${JSON.stringify(id)}) { id status attention { reason summary } }`);
    const data = await operative.request<Record<string, Fate & { id: string }>>(`query Fates { ${fields.join(' ')} }`);
    for (const ticket of Object.values(data)) fates.set(ticket.id, ticket);
  }
  return fates;
}

const undecided = new Set(['NEW', 'AWAITING_DISPATCH']);

/** Waits until every ticket is assigned or explained, for a minute at most. */
async function settle(operative: Session, ids: string[]): Promise<Map<string, Fate>> {
  const end = Date.now() + settleMs;
  for (;;) {
    const fates = await fateOf(operative, ids);
    if (Date.now() > end || ![...fates.values()].some(({ status }) => undecided.has(status))) return fates;
    await sleep(1_000);
  }
}

function count(names: string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left).map(([name, number]) => `${name} ${number}`).join(', ');
}

/** Creates tickets of an export live through the router, with experts who accept what they are offered, and reports what became of them. */
export async function playReplay(options: ReplayOptions): Promise<void> {
  const { url, password, write } = options;
  const [operative, manager] = await Promise.all(['operative', 'manager'].map((name) => openSession({ url, password, email: `${name}@sysops.example` }))) as [Session, Session];
  const tickets = await readTickets(options.file, options.tickets);
  write(`${tickets.length} tickets of ${options.file}, ${options.rate} a second, over ${options.territories} territories`);
  const inputs = await chooseCustomers({ operative, manager, tickets, territories: options.territories });
  const experts = await watchExperts({ ...options, manager });
  write(`${experts.count} experts are watching`);
  const { created, failures, seconds } = await createAll(options, operative, inputs);
  const fates = await settle(operative, [...created.keys()]);
  const assigned = [...fates.values()].filter(({ status, attention }) => !undecided.has(status) && !attention);
  const waiting = [...fates.values()].filter(({ status, attention }) => undecided.has(status) || attention);
  const shown = [...created].flatMap(([id, { at }]) => (experts.shownAt.has(id) ? [experts.shownAt.get(id)! - at] : []));
  await experts.close();
  await Promise.all([operative.close(), manager.close()]);
  write(`created      ${created.size} in ${seconds.toFixed(1)} s, ${failures.length} failed${failures.length > 0 ? `: ${count(failures)}` : ''}`);
  write(`assigned     ${assigned.length}: ${count(assigned.map(({ status }) => status))}`);
  write(`waiting      ${waiting.length}: ${count(waiting.map(({ status, attention }) => (attention ? `${attention.reason} (${attention.summary})` : status)))}`);
  write(`acknowledged ${spread([...created.values()].map(({ acknowledgedMs }) => acknowledgedMs))}`);
  write(`on a screen  ${spread(shown)} from create to the expert's screen, ${shown.length} seen`);
  if (failures.length > 0 || [...fates.values()].some(({ status }) => undecided.has(status))) throw new Error('not every ticket was created and then assigned or explained');
}
