import { afterFailure, secondsToWait, throttlePolicies, type Failures } from './throttle.ts';

const now = new Date('2026-11-22T13:00:00Z');
const policy = throttlePolicies.pair;

const failing = (times: number): Failures => {
  let state: Failures | null = null;
  for (let n = 0; n < times; n += 1) state = afterFailure(state, now, policy);
  return state!;
};

describe('throttling', () => {
  it.each([
    [1, 0],
    [5, 0],
    [6, 1],
    [7, 2],
    [8, 4],
    [15, 512],
    [16, 900],
    [1_000, 900],
  ])('after %d failures an account waits %d s', (failures, seconds) => {
    expect(secondsToWait([failing(failures)], now)).toBe(seconds);
  });

  it('lets an address fail more often than an account', () => {
    expect(throttlePolicies.address.free).toBeGreaterThan(policy.free);
  });

  it('forgets after a day without a failure', () => {
    const later = new Date(now.getTime() + policy.forgetAfterMs + 1);
    expect(afterFailure(failing(100), later, policy)).toEqual({ failures: 1, lastFailedAt: later, blockedUntil: later });
  });

  it('waits for whichever of account and address waits longer', () => {
    expect(secondsToWait([failing(6), failing(8)], now)).toBe(4);
    expect(secondsToWait([], now)).toBe(0);
  });
});
