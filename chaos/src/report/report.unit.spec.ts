import type { CampaignOptions, Result } from '../campaign.ts';
import { createRecorder } from '../record/recorder.ts';
import { added, histogram, shareBelow, spread } from './figures.ts';
import { page } from './page.ts';
import { makeReport } from './report.ts';

test('spread: nearest rank', () => {
  expect(spread(Array.from({ length: 100 }, (_, n) => n + 1))).toEqual({ count: 100, p50: 50, p90: 90, p99: 99, max: 100 });
  expect(spread([7])).toMatchObject({ p50: 7, p99: 7, max: 7 });
  expect(spread([])).toEqual({ count: 0, p50: 0, p90: 0, p99: 0, max: 0 });
});

test('histograms add up, and tell a percentile to a tenth', () => {
  const [left, right] = [histogram(Array.from({ length: 990 }, () => 20)), histogram([900, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 5_000])];
  const both = added([left, right]);
  expect(both.reduce((sum, [, count]) => sum + count, 0)).toBe(1_000);
  expect(shareBelow(both, 0.5)).toBeGreaterThanOrEqual(20);
  expect(shareBelow(both, 0.5)).toBeLessThanOrEqual(22);
  expect(shareBelow(both, 0.9995)).toBeGreaterThanOrEqual(5_000);
  expect(shareBelow([], 0.99)).toBe(0);
});

const options: CampaignOptions = {
  minutes: 1, seed: 7, broker: 'redis', mutant: undefined, rate: 5, faultsPerMinute: 10, only: [], apart: false, spike: false, scale: 0.1, settleMs: 1_000, keep: false, say: () => undefined, stopped: new AbortController().signal,
};

function result(): Result {
  const began = new Date('2026-11-22T12:00:00Z');
  const recorder = createRecorder();
  for (const second of [0, 0, 2]) recorder.operations.push({ name: 'createTicket', key: 'k', began: +began, ended: +began + second * 1_000, attempts: 1, outcome: 'ok' });
  recorder.operations.push({ name: 'createTicket', key: 'k', began: +began, ended: +began + 3_000, attempts: 9, outcome: 'unknown' });
  recorder.acknowledged.push({ ticketId: 'tic_1', number: 'SYS-1', key: 'a' }, { ticketId: 'tic_1', number: 'SYS-1', key: 'a' }, { ticketId: 'tic_2', number: 'SYS-2', key: 'b' });
  recorder.requestMs.push(10, 20, 30);
  const fault = { kind: 'kill-router', detail: 'router', beganAt: +began + 1_000, healedAt: +began + 1_500, waitedFor: 'router' };
  return {
    began, loadMs: 3_000, begun: 4, recorder, faults: [{ ...fault, recoveryMs: 900 }, { ...fault, kind: 'broker-wipe', recoveryMs: null }],
    rest: { reached: true, milliseconds: 4_000, left: {} }, spikes: null, unexpectedEnds: { router: 0, relay: 2 }, processorSeconds: { router: 3 }, folder: '/f', diskFaults: true,
    violations: [{ promise: 5, measure: 'held', subject: 'off_1', detail: '<b>' }, { promise: 5, measure: 'held', subject: 'off_1', detail: 'again' }],
  };
}

test('the top-level figures', () => {
  expect(makeReport(options, result())).toMatchObject({
    faults: 2, tickets: 2, unknown: 1, lost: 0, held: 1, recoveryMsP99: 90_000, clientMsP99: 30, brokenPromises: [5], notRecovered: 1,
    faultsByKind: { 'broker-wipe': 1, 'kill-router': 1 }, unexpectedEnds: { relay: 2 }, timeline: { acknowledged: [2, 0, 1, 0] },
  });
});

test('the page says what was broken, and lets nothing of it become markup', () => {
  const html = page(makeReport(options, result()));
  expect(html).toContain('promises broken: 5');
  expect(html).toContain('&lt;b&gt;');
  expect(html).not.toContain('<td><b>');
  expect(html).toContain('<svg');
});
