import { measures, type Measure } from '../checks/violation.ts';
import { histogram } from './figures.ts';
import type { Report } from './report.ts';
import { summarise } from './summary.ts';

const none = Object.fromEntries(measures.map((measure) => [measure, 0])) as Record<Measure, number>;

function report(seed: number, more: Partial<Report> = {}): Report {
  const fault = { kind: 'kill-router', detail: 'router', atMs: 0, lastedMs: 1, recoveryMs: seed * 1_000, waitedFor: 'router' };
  return {
    faults: 2, tickets: 1_000, unknown: 1, measures: none, caughtBy: null, recoveryMsP99: 5, clientMsP99: 6, ticketsPerSecond: 12,
    campaign: { seed, broker: 'redis', loadSeconds: 90, mutant: null, commit: 'abc' }, rest: { reached: true, milliseconds: 4_000, left: {} }, spikes: null,
    faultsByKind: { 'kill-router': 1, 'broker-wipe': 1 }, clientMsHistogram: histogram([10, 20]), timeline: { acknowledged: [], faults: [fault, { ...fault, kind: 'broker-wipe', recoveryMs: null }] }, ...more,
  } as Report;
}

test('campaigns are added up, and a fault without recovery is not forgotten', () => {
  const { text, pictures } = summarise([report(1), report(2)]);
  expect(text).toContain('3 minutes over 2 seeds: **4 faults** of 2 kinds, **2,000 tickets** acknowledged, 2 never answered.');
  expect(text).toContain('| kill-router | 2 | 1000 | 2000 | 2000 |');
  expect(text).toContain('| broker-wipe | 2 | 90000 | 90000 | 90000 |');
  expect(pictures['recovery.svg']).toContain('<svg xmlns=');
});

test('what recovery takes by itself stands apart from what it takes among other faults', () => {
  const apart = report(3);
  const { text } = summarise([report(1), { ...apart, campaign: { ...apart.campaign, apart: true }, timeline: { acknowledged: [], faults: [apart.timeline.faults[0]!] } }]);
  expect(text).toContain('| recovery after healing, no other fault meanwhile: p50, p99, max ms | 3000, 3000, 3000 (1 faults) |');
  expect(text).toContain('| recovery, one fault on the heels of the other: p50, p99, max ms | 1000, 90000, 90000 (2 faults) |');
});

test('what was broken shows', () => {
  expect(summarise([report(1, { measures: { ...none, held: 3 } }), report(2)]).text).toContain('| held | 3 |');
});

test('mutants stand by themselves: caught, or not', () => {
  const mutant = (name: string, caughtBy: Measure[]) => report(9, { campaign: { ...report(9).campaign, mutant: name }, caughtBy, measures: { ...none, twice: 7 } });
  const { text } = summarise([report(1), mutant('no-inbox', ['twice']), mutant('no-exclusion', [])]);
  expect(text).toContain('**2 faults**');
  expect(text).toContain('| twice | 0 |');
  expect(text).toContain('1 of 2 caught.');
  expect(text).toContain('| no-inbox | 90 | twice 7 |');
  expect(text).toContain('| no-exclusion | 90 | **not caught** |');
});
