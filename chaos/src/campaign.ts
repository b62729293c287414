import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { customersCome } from './cast/customers.ts';
import { expertsListen } from './cast/experts.ts';
import { officeWorks } from './cast/office.ts';
import { findPeople } from './cast/people.ts';
import { usualHabits } from './cast/habits.ts';
import { holdSpikes, type Spikes } from './cast/spike.ts';
import { createPlay } from './cast/stage.ts';
import { checkEverything } from './checks/check.ts';
import type { Violation } from './checks/violation.ts';
import type { FaultKind } from './faults/fault.ts';
import { faultKinds } from './faults/kinds.ts';
import { unleash, type FaultRecord } from './faults/nemesis.ts';
import { mutantNamed, type Mutant } from './inside/mutants.ts';
import { createRandom } from './random.ts';
import { createRecorder, type Recorder } from './record/recorder.ts';
import { untilAtRest, type Rest } from './settle.ts';
import { meterProcessor } from './system/processor.ts';
import type { BrokerKind } from './system/broker.ts';
import { startSystem, type System } from './system/system.ts';

export type CampaignOptions = {
  minutes: number; seed: number; broker: BrokerKind; mutant?: string | undefined;
  /** Attacked as this mutant is, by the same faults and people. */
  provoke?: string | undefined;
  /** Tickets a second, offered whether or not the system keeps up. */
  rate: number;
  faultsPerMinute: number;
  /** One after the other, with time to recover in between. */
  apart: boolean;
  /** Only these kinds of fault; empty: all. */
  only: readonly string[];
  /** First 250 customers at once, then a minute of ten times the rate. */
  spike: boolean;
  scale: number;
  settleMs: number;
  /** Leaves the folder with the logs. */
  keep: boolean;
  say: (line: string) => void;
  stopped: AbortSignal;
};

export type Result = {
  began: Date; loadMs: number; begun: number; recorder: Recorder; faults: FaultRecord[]; rest: Rest; spikes: Spikes | null; violations: Violation[];
  unexpectedEnds: Record<string, number>; /** By process, while there was load. */ processorSeconds: Record<string, number>; folder: string; diskFaults: boolean;
};

const PASSWORD = 'sysops-squad-demo';

export async function runCampaign(options: CampaignOptions, finish: (result: Result) => Promise<void>): Promise<void> {
  const { say } = options;
  say(`campaign: ${options.minutes} minutes, seed ${options.seed}, broker on ${options.broker}${options.mutant ? `, mutant ${options.mutant}` : ''}`);
  const system = await startSystem({ broker: options.broker, mutant: options.mutant, scale: options.scale, keep: options.keep, random: createRandom(process.pid), say });
  const ownFault = Promise.withResolvers<never>();
  process.on('uncaughtException', ownFault.reject);
  try {
    await Promise.race([attack(system, options).then(finish), ownFault.promise]);
  } finally {
    await system.stop();
    process.off('uncaughtException', ownFault.reject);
  }
}

async function attack(system: System, options: CampaignOptions): Promise<Result> {
  const { seed, minutes, say } = options;
  const recorder = createRecorder();
  const random = createRandom(seed);
  const home = new AbortController();
  let phase: 'load' | 'calm' | 'over' = 'load';
  const people = await findPeople(system.sql);
  const { provokedBy = [], habits } = provocationOf(options);
  const play = createPlay({
    url: system.url, password: PASSWORD, recorder, random: random.fork('cast'), people, habits: { ...usualHabits, ...habits }, calm: () => phase !== 'load', over: () => phase === 'over', until: home.signal,
  }, String(seed));
  const { since } = system;
  const month = `${since.toISOString().slice(0, 7)}-01`;
  const kinds = kindsOf(system, options.only.length > 0 ? options.only : provokedBy);
  await expertsListen(play, say);
  const spikes = options.spike ? await holdSpikes(play, options.rate, say) : null;
  const meter = meterProcessor(system.processes);
  const began = new Date();
  const load = customersCome(play, () => options.rate);
  officeWorks(play, month);
  const nemesis = unleash({ arena: { system, random: random.fork('faults') }, kinds, perMinute: options.faultsPerMinute, apart: options.apart, over: () => phase !== 'load', say });
  const end = Date.now() + minutes * 60_000;
  const progress = setInterval(() => say(`  ${Math.round((Date.now() - began.getTime()) / 1000)} s: ${load.begun()} begun, ${recorder.acknowledged.length} acknowledged, ${nemesis.records.length} faults`), 15_000);
  while (Date.now() < end && !options.stopped.aborted) await pause(100);
  phase = 'calm';
  load.stop();
  clearInterval(progress);
  const loadMs = Date.now() - began.getTime();
  const processorSeconds = meter.seconds();
  meter.stop();
  await nemesis.finish();
  say(`  ${recorder.acknowledged.length} tickets acknowledged, ${nemesis.records.length} faults; waiting for the system to come to rest`);
  const rest = await untilAtRest(system, () => recorder.pushLogs.values(), since, options.settleMs);
  phase = 'over';
  home.abort();
  await play.rest();
  await play.close();
  say(rest.reached ? `  at rest after ${rest.milliseconds} ms` : `  NOT at rest after ${rest.milliseconds} ms: ${JSON.stringify(rest.left)}${rest.unanswered ? `, and then ${rest.unanswered}` : ''}`);
  const violations = await checkEverything({
    since, ...system.sql, broker: system.broker.sql, folders: ['logs', 'outbox'].map((name) => join(system.folder, name)), mailedByMigration: system.mailedByMigration,
    imported: recorder.imported, acknowledged: recorder.acknowledged, moves: recorder.moves,
    cancelled: recorder.cancelled, pushes: [...recorder.pushLogs.values()], leaks: recorder.leaks,
    billedMonth: recorder.operations.some(({ name, outcome }) => name === 'runBilling' && outcome === 'ok') ? month : null,
  });
  const unexpectedEnds = Object.fromEntries(system.members.map((member) => [member.name, member.unexpectedEnds()]));
  return { began, loadMs, begun: load.begun(), recorder, faults: nemesis.records, rest, spikes, violations, unexpectedEnds, processorSeconds, folder: system.folder, diskFaults: system.postgres.ownDisk };
}

function provocationOf({ mutant, provoke = mutant }: CampaignOptions): Pick<Mutant, 'provokedBy' | 'habits'> {
  return provoke ? mutantNamed(provoke) : {};
}

function kindsOf(system: System, only: readonly string[]): FaultKind[] {
  const all = faultKinds(system.postgres);
  const unknown = only.filter((name) => name !== 'none' && !all.some(({ kind }) => kind === name));
  if (unknown.length > 0) throw new Error(`--only: there is no fault ${unknown.join(', ')}; there are ${all.map(({ kind }) => kind).join(', ')}, and none`);
  return only.length === 0 ? all : all.filter(({ kind }) => only.includes(kind));
}
