import { measures } from '../checks/violation.ts';
import { columns, ranges } from './charts.ts';
import type { Report } from './report.ts';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const row = (...cells: (string | number)[]): string => `<tr>${cells.map((cell) => `<td>${escape(String(cell))}</td>`).join('')}</tr>`;
const table = (head: string[], rows: string[]): string => `<table><tr>${head.map((cell) => `<th>${escape(cell)}</th>`).join('')}</tr>${rows.join('')}</table>`;

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid #d8dee4;padding:.2rem .8rem .2rem 0;text-align:left}
td+td,th+th{text-align:right}.bad{color:#b42318;font-weight:600}.good{color:#067647;font-weight:600}svg{max-width:100%;height:auto}
.log td{text-align:left!important;vertical-align:top}`;

/** The report for people: one file, nothing loaded from elsewhere. */
export function page(report: Report): string {
  const { campaign } = report;
  const verdict = report.violations.length === 0 ? '<span class="good">no promise broken</span>' : `<span class="bad">promises broken: ${report.brokenPromises.join(', ')}</span>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fault campaign, seed ${campaign.seed}</title><style>${style}</style>
<h1>Fault campaign</h1>
<p>Seed ${campaign.seed}, ${campaign.loadSeconds} s of load, broker on ${campaign.broker}${campaign.mutant ? `, mutant <b>${escape(campaign.mutant)}</b>` : ''}, commit ${campaign.commit}, ${campaign.began}: ${verdict}.</p>
<p>${report.tickets} tickets acknowledged (${report.ticketsPerSecond} a second), ${report.unknown} never answered, ${report.faults} faults of ${Object.keys(report.faultsByKind).length} kinds,
 ${report.pushes.events} pushes on ${report.pushes.streams} streams. ${report.rest.reached ? `At rest ${report.rest.milliseconds} ms after the last fault was healed.` : 'It never came to rest.'}</p>
<h2>Promises</h2>${table(['measure', 'broken for'], measures.map((measure) => row(measure, report.measures[measure])))}
<h2>Tickets acknowledged, by second, with the faults</h2>${columns(report.timeline.acknowledged, report.timeline.faults.map(({ atMs, kind }) => ({ at: atMs / 1_000, label: kind })))}
${report.spikes ? `<h2>Spikes</h2>${table(['', 'asked', 'acknowledged', 'at the first attempt', 'p50 ms', 'p99 ms', 'max ms'], Object.entries(report.spikes).map(([name, rush]) =>
    row(name === 'burst' ? 'at the same moment' : `${report.spikes!.spike.perSecond} a second for a minute`, rush.asked, rush.acknowledged, rush.atFirst, rush.milliseconds.p50, rush.milliseconds.p99, rush.milliseconds.max)))}` : ''}
<h2>Recovery after healing, milliseconds</h2>
<p>All faults: p50 ${report.recoveryMs.p50}, p99 ${report.recoveryMs.p99}, max ${report.recoveryMs.max}. Faults follow each other before the one before is over, so each also waits for its neighbours.</p>
${ranges(Object.entries(report.recoveryMsByKind).map(([label, { p50, p99, max }]) => ({ label, p50, p99, max })))}
${table(['fault', 'times', 'p50', 'p99', 'max'], Object.entries(report.recoveryMsByKind).map(([kind, { count, p50, p99, max }]) => row(kind, count, p50, p99, max)))}
<h2>What clients felt, milliseconds</h2>
<p>Requests with an answer: p50 ${report.clientMs.p50}, p99 ${report.clientMs.p99}, max ${report.clientMs.max}. With every retry, by operation:</p>
${table(['operation', 'times', 'p50', 'p99', 'max', 'ok', 'failed', 'unknown'], Object.entries(report.operationMs).map(([name, { count, p50, p99, max }]) =>
    row(name, count, p50, p99, max, ...['ok', 'failed', 'unknown'].map((outcome) => report.outcomes[name]?.[outcome] ?? 0))))}
${report.violations.length === 0 ? '' : `<h2>What was broken</h2><div class="log">${table(['promise', 'measure', 'subject', 'detail'], report.violations.map(({ promise, measure, subject, detail }) => row(promise, measure, subject, detail)))}</div>`}
</html>
`;
}
