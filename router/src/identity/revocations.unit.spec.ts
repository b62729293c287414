import { anonymous } from '@sysops-squad/chassis/caller';
import { createRevocations } from './revocations.ts';

const token = (sessionId: string | null, issuedAt: number) => ({ caller: { ...anonymous, kind: 'user' as const, id: 'usr_1', sessionId }, expiresAt: null, issuedAt });
const world = (most = 3) => {
  const clock = { now: 100_000 };
  const failures: unknown[] = [];
  const revocations = createRevocations({ keptMs: 10_000, most, onFailure: (error) => failures.push(error), now: () => clock.now });
  return { clock, failures, revocations };
};

test('what is watched ends when its session does, and only that; whatever throws at its end keeps nobody else open', () => {
  const { revocations, failures } = world();
  const ended: string[] = [];
  const offs = ['a', 'a', 'b', 'c'].map((id, index) => revocations.watch(token(`ses_${id}`, 1), () => {
    ended.push(`${id}${index}`);
    if (index === 0) throw new Error('socket is gone');
  }));
  offs[3]!();
  revocations.learn([{ id: 'ses_c', at: 1 }, { id: 'ses_a', at: 1 }]);
  revocations.learn([{ id: 'ses_a', at: 1 }]);
  expect([ended, failures.length]).toEqual([['a0', 'a1'], 1]);
  revocations.watch(token('ses_a', 1), () => ended.push('late'));
  expect(ended.at(-1)).toBe('late');
  for (const off of offs) off();
  expect(revocations.counts()).toEqual({ revoked: 2, watched: 0 });
});

test('an end is forgotten when no token of its session can be left', () => {
  const { revocations, clock } = world();
  revocations.learn([{ id: 'ses_a', at: clock.now }]);
  expect(revocations.stateOf(token('ses_a', 1))).toBe('revoked');
  clock.now += 10_001;
  revocations.learn([]);
  expect([revocations.stateOf(token('ses_a', 1)), revocations.counts().revoked]).toEqual(['good', 0]);
});

test('more than it may hold: those left out are refused by the time of their token', () => {
  const { revocations, clock } = world();
  const ended: string[] = [];
  revocations.watch(token('ses_other', 50_000), () => ended.push('issued before'));
  revocations.watch(token('ses_new', 200_000), () => ended.push('issued after'));
  revocations.learn([5, 4, 3, 2, 1].map((n) => ({ id: `ses_${n}`, at: clock.now + n })));
  expect(revocations.counts().revoked).toBe(3);
  for (const n of [3, 4, 5]) expect(revocations.stateOf(token(`ses_${n}`, 300_000))).toBe('revoked');
  for (const n of [1, 2]) expect(revocations.stateOf(token(`ses_${n}`, clock.now))).toBe('too old');
  expect(revocations.stateOf(token('ses_new', 200_000))).toBe('good');
  expect(ended).toEqual(['issued before']);
});

test('what auth left out of its answer counts as much; services have no session', () => {
  const { revocations, clock } = world();
  revocations.learn([], clock.now);
  expect([revocations.stateOf(token('ses_a', clock.now)), revocations.stateOf(token('ses_a', clock.now + 6_000)), revocations.stateOf(token(null, 1))]).toEqual(['too old', 'good', 'good']);
});
