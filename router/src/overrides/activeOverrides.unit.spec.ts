import { anonymous, serviceCaller, type Caller } from '@sysops-squad/chassis/caller';
import { createActiveOverrides } from './activeOverrides.ts';
import { overrideLabelsIn } from './overrideLabels.ts';

const user = (n: number): Caller => ({ ...anonymous, kind: 'user', id: `usr_${n}`, clientAddress: '10.0.0.1' });
const users = Array.from({ length: 5_000 }, (_, n) => user(n));
const labels = ['percent(0)', 'percent(10)', 'percent(50.5)', 'percent(100)', 'beta'];

test('about as many as the label says, and whoever is among few is among more', () => {
  const active = createActiveOverrides();
  const held = users.map((caller) => active(labels, caller));
  const share = (label: string): number => (held.filter((some) => some.includes(label)).length / users.length) * 100;
  expect(share('percent(0)')).toBe(0);
  expect(Math.abs(share('percent(10)') - 10)).toBeLessThan(2);
  expect(Math.abs(share('percent(50.5)') - 50.5)).toBeLessThan(3);
  expect(share('percent(100)')).toBe(100);
  expect(share('beta')).toBe(0);
  expect(held.filter((some) => some.includes('percent(10)') && !some.includes('percent(50.5)'))).toEqual([]);
});

test('a user is the same from every address, a visitor by the address, a service by its name', () => {
  const active = createActiveOverrides();
  const of = (caller: Caller): string => active(Array.from({ length: 100 }, (_, n) => `percent(${n})`), caller).join();
  expect(of({ ...user(1), clientAddress: '10.9.9.9' })).toBe(of(user(1)));
  expect(of({ ...anonymous, clientAddress: '10.0.0.7' })).toBe(of({ ...anonymous, clientAddress: '10.0.0.7' }));
  expect(of({ ...anonymous, clientAddress: '10.0.0.7' })).not.toBe(of({ ...anonymous, clientAddress: '10.0.0.8' }));
  expect(of(serviceCaller('ticket-workflow'))).not.toBe(of(user(1)));
});

test('configuration decides for everybody, either way', () => {
  const active = createActiveOverrides({ beta: true, 'percent(100)': false, constructor: true });
  expect(active(labels, user(3)).includes('beta')).toBe(true);
  expect(active(labels, user(3)).includes('percent(100)')).toBe(false);
  expect(active(['toString'], user(3))).toEqual([]);
});

test('labels are read from the supergraph', () => {
  const sdl = 'type A @join__type(graph: NEW) { a: Int @join__field(graph: NEW, override: "old", overrideLabel: "percent(5)") b: Int @join__field(graph: NEW, override: "old", overrideLabel: "beta") c: Int @join__field(graph: NEW, override: "old") d: Int @join__field(graph: NEW, override: "old", overrideLabel: "beta") }';
  expect(overrideLabelsIn(sdl)).toEqual(['beta', 'percent(5)']);
  expect(overrideLabelsIn('type A { "overrideLabel: x" a: Int }')).toEqual([]);
});
