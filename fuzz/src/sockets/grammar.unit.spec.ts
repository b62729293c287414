import { makeCase } from './grammar.ts';

const sent = (seed: number, number: number): string => JSON.stringify(makeCase(seed, number));

test('the same seed and number give the same case, others another', () => {
  for (let number = 0; number < 200; number += 1) expect(sent(7, number)).toBe(sent(7, number));
  expect(new Set(Array.from({ length: 200 }, (_, number) => sent(7, number))).size).toBeGreaterThan(190);
  expect(sent(7, 0)).not.toBe(sent(8, 0));
});

test('every kind comes, and what ended processes before is among it', () => {
  const cases = Array.from({ length: 3_000 }, (_, number) => makeCase(1, number));
  expect(new Set(cases.map(({ kind }) => kind)).size).toBe(9);
  const bytes = (of: (typeof cases)[number]): string =>
    of.steps.map((step) => ('send' in step ? step.send.toString('latin1') : '')).join('');
  const known = [
    /^GET \/\/ HTTP/,
    /^GET http:\/\/\[ HTTP/,
    /^GET \S+ HTTP\/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket/,
  ];
  for (const attack of known) expect(cases.some((one) => attack.test(bytes(one)))).toBe(true);
  expect(cases.some(({ kind, ending }) => kind === 'upgrade' && ending === 'reset')).toBe(true);
});
