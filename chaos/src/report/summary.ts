import { measures } from '../checks/violation.ts';
import { ranges } from './charts.ts';
import { added, shareBelow, spread, type Spread } from './figures.ts';
import type { Report } from './report.ts';

export type Summary = { text: string; /** Pictures by file name. */ pictures: Record<string, string> };

const DID_NOT_RECOVER_MS = 90_000;
const promised = ['lost', 'stranded', 'wrong', 'doubleTicket', 'doubleExpert', 'held', 'duplicateNotifications', 'missedPushes', 'wrongInvoices'] as const;

const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[]): string => [row(...head), row(...head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows].join('\n');
const sum = (reports: readonly Report[], of: (report: Report) => number): number => reports.reduce((total, report) => total + of(report), 0);
const number = (value: number): string => value.toLocaleString('en');

/** Several campaigns added up: the system as it is, and the mutants. */
export function summarise(all: readonly Report[]): Summary {
  const reports = all.filter(({ campaign }) => !campaign.mutant);
  const mutants = all.filter(({ campaign }) => campaign.mutant);
  const undisturbed = reports.filter(({ campaign }) => campaign.apart);
  const kinds = recoveries(undisturbed.length > 0 ? undisturbed : reports);
  const text = [
    '# The fault campaign, added up', totals(reports), '## By campaign', byCampaign(reports), `## Recovery after healing, by kind of fault (ms)${undisturbed.length > 0 ? ', no other fault meanwhile' : ''}`, '![recovery by kind of fault](recovery.svg)',
    byKind(kinds), ...spikes(reports), '## Mutants', byMutant(mutants), how(reports),
  ].join('\n\n');
  return { text: `${text}\n`, pictures: { 'recovery.svg': picture(kinds) } };
}

function totals(reports: readonly Report[]): string {
  const recovery = (apart: boolean): string => {
    const { count, p50, p99, max } = spread(reports.filter(({ campaign }) => (campaign.apart ?? false) === apart).flatMap(recoveriesOf));
    return count === 0 ? 'not measured' : `${p50}, ${p99}, ${max} (${number(count)} faults)`;
  };
  const clients = added(reports.map(({ clientMsHistogram }) => clientMsHistogram));
  const seeds = new Set(reports.map(({ campaign }) => campaign.seed)).size;
  const head = `${Math.round(sum(reports, ({ campaign }) => campaign.loadSeconds) / 60)} minutes over ${seeds} seeds: **${number(sum(reports, ({ faults }) => faults))} faults** of `
    + `${new Set(reports.flatMap(({ faultsByKind }) => Object.keys(faultsByKind))).size} kinds, **${number(sum(reports, ({ tickets }) => tickets))} tickets** acknowledged, ${number(sum(reports, ({ unknown }) => unknown))} never answered.`;
  return [
    head,
    table(['', 'in all campaigns'], [
      ...measures.map((measure) => row(measure, sum(reports, (report) => report.measures[measure]))),
      row('recovery after healing, no other fault meanwhile: p50, p99, max ms', recovery(true)),
      row('recovery, one fault on the heels of the other: p50, p99, max ms', recovery(false)),
      row('answers to clients, faults included: p50, p99 ms', `${shareBelow(clients, 0.5)}, ${shareBelow(clients, 0.99)}`),
    ]),
  ].join('\n\n');
}

const byCampaign = (reports: readonly Report[]): string => table(
  ['seed', 'broker', 'commit', 'minutes', 'faults', 'apart', 'tickets', 'a second', 'unknown', ...promised, 'other', 'at rest after s', 'recovery p99 ms', 'clients p99 ms'],
  reports.map((report) => row(
    report.campaign.seed, report.campaign.broker, report.campaign.commit, Math.round(report.campaign.loadSeconds / 6) / 10, report.faults, report.campaign.apart ? 'yes' : 'no', report.tickets, report.ticketsPerSecond, report.unknown,
    ...promised.map((measure) => report.measures[measure]), sum([report], ({ measures: found }) => Object.entries(found).reduce((rest, [measure, count]) => rest + (promised.includes(measure as never) ? 0 : count), 0)),
    report.rest.reached ? Math.round(report.rest.milliseconds / 1_000) : 'never', report.recoveryMsP99, report.clientMsP99)));

const recoveriesOf = ({ timeline }: Report): number[] => timeline.faults.map(({ recoveryMs }) => recoveryMs ?? DID_NOT_RECOVER_MS);

function recoveries(reports: readonly Report[]): [string, Spread][] {
  const byKind = Map.groupBy(reports.flatMap(({ timeline }) => timeline.faults), ({ kind }) => kind);
  return [...byKind].sort(([left], [right]) => (left < right ? -1 : 1)).map(([kind, faults]) => [kind, spread(faults.map(({ recoveryMs }) => recoveryMs ?? DID_NOT_RECOVER_MS))]);
}

const byKind = (kinds: [string, Spread][]): string => table(['fault', 'times', 'p50', 'p99', 'max'], kinds.map(([kind, { count, p50, p99, max }]) => row(kind, count, p50, p99, max)));
const picture = (kinds: [string, Spread][]): string => ranges(kinds.map(([label, { p50, p99, max }]) => ({ label, p50, p99, max }))).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ');

function spikes(reports: readonly Report[]): string[] {
  const held = reports.flatMap(({ spikes: rushes, campaign }) => (rushes ? [{ ...rushes, campaign }] : []));
  if (held.length === 0) return [];
  const line = (what: string, seed: number, rush: (typeof held)[number]['burst']) =>
    row(what, seed, rush.asked, rush.acknowledged, `${(Math.floor((rush.acknowledged / rush.asked) * 10_000) / 100).toFixed(2)} %`, rush.atFirst, rush.milliseconds.p50, rush.milliseconds.p99, rush.milliseconds.max);
  const rows = held.flatMap(({ burst, spike, campaign: { seed } }) => [line('at the same moment', seed, burst), line(`${spike.perSecond} a second for ${spike.seconds} s`, seed, spike)]);
  return ['## Spikes', table(['', 'seed', 'asked', 'acknowledged', 'share', 'at the first attempt', 'p50 ms', 'p99 ms', 'max ms'], rows)];
}

const byMutant = (mutants: readonly Report[]): string =>
  mutants.length === 0 ? 'None was run.' : [
    `${mutants.filter(({ caughtBy }) => caughtBy!.length > 0).length} of ${mutants.length} caught.`,
    table(['the system without', 'seconds of load', 'caught by'], mutants.map(({ campaign, caughtBy, measures: found }) =>
      row(campaign.mutant!, campaign.loadSeconds, caughtBy!.map((measure) => `${measure} ${found[measure]}`).join(', ') || '**not caught**'))),
  ].join('\n\n');

const how = (reports: readonly Report[]): string => `Commits ${[...new Set(reports.map(({ campaign }) => campaign.commit))].join(', ')}. Each campaign has its page and its figures beside this one. `
  + 'How it is done, and how recovery is measured: [chaos/README.md](../../chaos/README.md). This page is written by `npm run chaos -- --summary docs/reliability/*.json`.';
