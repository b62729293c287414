import { getOperationAST, parse } from 'graphql';
import { importanceOf, type Importance } from './importance.ts';
import { isRefused, loadLimits } from './load.ts';
import { startLoadMeter } from './loadMeter.ts';

describe('how important an operation is', () => {
  test.each<[string, Importance]>([
    ['{ createTicket: ticket(id: "1") { id } }', 'read'],
    ['mutation { createTicket(input: {}) { ticket { id } } }', 'ticket'],
    ['mutation { a: cancelTicket(input: {}) { ticket { id } } b: createTicket(input: {}) { ticket { id } } }', 'ticket'],
    ['mutation { ... on Mutation { ...Off } } fragment Off on Mutation { cancelTicket(input: {}) { ticket { id } } }', 'ticket'],
    ['mutation { acceptOffer(input: {}) { offer { id } } }', 'change'],
    ['mutation { cancelTicket: acceptOffer(input: {}) { offer { id } } }', 'change'],
    ['mutation { cancelTicket(input: {}) { ticket { id } } ...More } fragment More on Mutation { addNote(input: {}) { ticket { id } } }', 'change'],
  ])('%s: %s', (text, importance) => {
    const document = parse(text);
    expect(importanceOf(getOperationAST(document)!, document)).toBe(importance);
  });
});

describe('what is refused', () => {
  const refused = (load: { inFlight?: number; delayMs?: number }, chance: number) =>
    (['read', 'change', 'ticket'] as const).filter((importance) => isRefused(importance, { inFlight: 100, delayMs: 0, ...load }, chance));
  const { inFlight, delayMs } = loadLimits;

  test.each([
    ['as much as can be done', 1, 0, []],
    ['a little more: some reads', 1.5, 0.4, ['read']],
    ['a little more, and luck', 1.5, 0.6, []],
    ['twice as much: all reads', 2.01, 0.99, ['read']],
    ['three times: some changes', 3, 0.4, ['read', 'change']],
    ['four times: all but tickets', 4, 0.99, ['read', 'change']],
    ['just below the end', 7.99, 0, ['read', 'change']],
    ['the end', 8, 0.99, ['read', 'change', 'ticket']],
  ] as const)('%s', (_what, load, chance, which) => {
    expect(refused({ inFlight: load * inFlight }, chance)).toEqual(which);
    expect(refused({ delayMs: load * delayMs }, chance)).toEqual(which);
  });

  test('nothing while only few are asking, however late everything is', () => expect(refused({ inFlight: 50, delayMs: 60_000 }, 0)).toEqual([]));
});

describe('the meter', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
  afterEach(() => jest.useRealTimers());
  const aMeter = () => {
    let clock = 0;
    const meter = startLoadMeter({ now: () => clock });
    return { ...meter, tick: (afterMs: number) => ((clock += afterMs), void jest.advanceTimersByTime(50)) };
  };

  test('one long task is no overload; turns that come late again and again are', () => {
    const { tick, load, stop } = aMeter();
    tick(650);
    expect(load().delayMs).toBeLessThan(loadLimits.delayMs);
    for (let n = 0; n < 20; n += 1) tick(650);
    expect(load().delayMs).toBeGreaterThan(500);
    for (let n = 0; n < 60; n += 1) tick(50);
    expect(load().delayMs).toBeLessThan(50);
    stop();
  });

  test('counts what is under way', () => {
    const { begin, load, stop } = aMeter();
    const [one] = [begin(), begin()];
    one!();
    expect(load().inFlight).toBe(1);
    stop();
  });
});
