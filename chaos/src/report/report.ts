import { execFileSync } from 'node:child_process';
import type { CampaignOptions, Result } from '../campaign.ts';
import { countByMeasure, type Measure, type Violation } from '../checks/violation.ts';
import { RECOVERY_LIMIT_MS } from '../faults/recovery.ts';
import { projectRoot } from '../inside/patch.ts';
import { mutantNamed } from '../inside/mutants.ts';
import { countBy, histogram, spread, type Histogram, type Spread } from './figures.ts';

type Fault = { kind: string; detail: string; atMs: number; lastedMs: number; recoveryMs: number | null; waitedFor: string };

export type Report = {
  faults: number;
  /** Acknowledged; `unknown`: asked for, and no answer ever came. */
  tickets: number;
  unknown: number;
  lost: number; stranded: number; wrong: number; doubleTicket: number; doubleExpert: number; held: number;
  duplicateNotifications: number; missedPushes: number; wrongInvoices: number;
  recoveryMsP99: number;
  clientMsP99: number;
  brokenPromises: number[];
  /** Of a mutant: the measures that were to notice it, and did; null for the system as it is. */
  caughtBy: Measure[] | null;
  measures: Record<Measure, number>;
  campaign: { seed: number; minutes: number; broker: string; mutant: string | null; provoke: string | null; rate: number; faultsPerMinute: number; /** With time to recover between faults. */ apart?: boolean; scale: number; began: string; commit: string; node: string; loadSeconds: number; diskFaults: boolean };
  ticketsPerSecond: number;
  rest: Result['rest'];
  recoveryMs: Spread;
  recoveryMsByKind: Record<string, Spread>;
  faultsByKind: Record<string, number>;
  /** Faults after which not everything was well within the limit. */
  notRecovered: number;
  spikes: Result['spikes'];
  clientMs: Spread;
  clientMsHistogram: Histogram;
  /** From the first attempt to the final answer. */
  operationMs: Record<string, Spread>;
  outcomes: Record<string, Record<string, number>>;
  refusals: Record<string, number>;
  failures: Record<string, number>;
  pushes: { streams: number; events: number };
  unexpectedEnds: Record<string, number>;
  processorSeconds: Record<string, number>;
  timeline: { faults: Fault[]; acknowledged: number[] };
  violations: Violation[];
};

const MOST_VIOLATIONS = 25;

export function makeReport(options: CampaignOptions, result: Result): Report {
  const { recorder, faults, violations } = result;
  const { operations } = recorder;
  const measures = countByMeasure(violations);
  const { lost, stranded, wrong, doubleTicket, doubleExpert, held, duplicateNotifications, missedPushes, wrongInvoices } = measures;
  const recoveries = faults.map(({ recoveryMs }) => recoveryMs ?? RECOVERY_LIMIT_MS);
  const clientMs = spread(recorder.requestMs);
  const created = operations.filter(({ name }) => name === 'createTicket');
  const tickets = new Set(recorder.acknowledged.map(({ ticketId }) => ticketId)).size;
  const byName = Map.groupBy(operations, ({ name }) => name);
  return {
    faults: faults.length, tickets, unknown: created.filter(({ outcome }) => outcome === 'unknown').length,
    lost, stranded, wrong, doubleTicket, doubleExpert, held, duplicateNotifications, missedPushes, wrongInvoices,
    recoveryMsP99: spread(recoveries).p99, clientMsP99: clientMs.p99,
    brokenPromises: [...new Set(violations.map(({ promise }) => promise))].sort((left, right) => left - right),
    caughtBy: options.mutant ? mutantNamed(options.mutant).caughtBy.filter((measure) => measures[measure] > 0) : null,
    measures, campaign: campaignOf(options, result), ticketsPerSecond: Math.round((tickets / result.loadMs) * 10_000) / 10, rest: result.rest,
    recoveryMs: spread(recoveries),
    recoveryMsByKind: spreads(Map.groupBy(faults, ({ kind }) => kind), ({ recoveryMs }) => recoveryMs ?? RECOVERY_LIMIT_MS),
    faultsByKind: countBy(faults, ({ kind }) => kind), notRecovered: faults.filter(({ recoveryMs }) => recoveryMs === null).length,
    spikes: result.spikes, clientMs, clientMsHistogram: histogram(recorder.requestMs), operationMs: spreads(byName, ({ began, ended }) => ended - began),
    outcomes: Object.fromEntries([...byName].map(([name, of]) => [name, countBy(of, ({ outcome }) => outcome)])),
    refusals: countBy(operations.filter(({ outcome }) => outcome === 'failed'), ({ name, code }) => `${name} ${code}`),
    failures: Object.fromEntries([...recorder.failures].sort(([, left], [, right]) => right - left).slice(0, 60)),
    pushes: { streams: recorder.pushLogs.size, events: [...recorder.pushLogs.values()].reduce((sum, { pushes }) => sum + pushes.length, 0) },
    unexpectedEnds: Object.fromEntries(Object.entries(result.unexpectedEnds).filter(([, ends]) => ends > 0)),
    processorSeconds: result.processorSeconds, timeline: timelineOf(result), violations: violations.slice(0, MOST_VIOLATIONS),
  };
}

function spreads<Item>(groups: Map<string, Item[]>, valueOf: (item: Item) => number): Record<string, Spread> {
  return Object.fromEntries([...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, items]) => [key, spread(items.map(valueOf))]));
}

function campaignOf({ seed, minutes, broker, mutant, provoke, rate, faultsPerMinute, apart, scale }: CampaignOptions, { began, loadMs, diskFaults }: Result): Report['campaign'] {
  return {
    seed, minutes, broker, mutant: mutant ?? null, provoke: provoke ?? null, rate, faultsPerMinute, apart, scale, began: began.toISOString(), commit: commit(), node: process.version,
    loadSeconds: Math.round(loadMs / 1_000), diskFaults,
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectRoot, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** Acknowledged tickets by second, and when each fault began, counted from the beginning. */
function timelineOf({ began, loadMs, recorder, faults }: Result): Report['timeline'] {
  const start = began.getTime();
  const acknowledged = new Array<number>(Math.ceil(loadMs / 1_000) + 1).fill(0);
  for (const { name, outcome, ended } of recorder.operations) {
    const second = Math.floor((ended - start) / 1_000);
    if (name === 'createTicket' && outcome === 'ok' && second >= 0 && second < acknowledged.length) acknowledged[second]! += 1;
  }
  return { acknowledged, faults: faults.map(({ kind, detail, beganAt, healedAt, recoveryMs, waitedFor }) => ({ kind, detail, atMs: beganAt - start, lastedMs: healedAt - beganAt, recoveryMs, waitedFor })) };
}
