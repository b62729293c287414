import { eventsOf } from './events.ts';
import { resumptionOf } from './resumption.ts';
import { readNumbers, resumable, startTicks, type Tick, type Ticks } from './testing/ticks.ts';

describe('a subscription whose connection breaks', () => {
  let ticks: Ticks;
  beforeEach(async () => {
    ticks = await startTicks(3);
  });
  afterEach(() => ticks.stop());

  test('goes on behind the last event that came: none is missed, none repeated', async () => {
    const events = eventsOf<Tick>(ticks.client, resumable, {});
    expect(await readNumbers(events, 3)).toEqual([1, 2, 3]);
    ticks.cut();
    ticks.happen(4);
    expect(await readNumbers(events, 4)).toEqual([4, 5, 6, 7]);
    ticks.cut();
    ticks.happen(1);
    expect(await readNumbers(events, 1)).toEqual([8]);
    expect(ticks.asked).toEqual([undefined, '3', '7']);
  });

  test('does not ask again for what came and has not been read yet', async () => {
    const events = eventsOf<Tick>(ticks.client, resumable, { after: '1' });
    expect(await readNumbers(events, 1)).toEqual([2]);
    ticks.happen(2);
    // Three more have come when the connection breaks, and they are read only after the client is back.
    await ticks.came(5);
    const back = ticks.askedAgain();
    ticks.cut();
    await back;
    ticks.happen(1);
    expect(await readNumbers(events, 4)).toEqual([3, 4, 5, 6]);
    expect(ticks.asked).toEqual(['1', '5']);
  });

  test('that takes no cursor begins anew', async () => {
    const events = eventsOf<Tick>(ticks.client, 'subscription { ticks { cursor number } }', {});
    expect(await readNumbers(events, 3)).toEqual([1, 2, 3]);
    ticks.cut();
    expect(await readNumbers(events, 3)).toEqual([1, 2, 3]);
  });

  test('ends at once when its reader leaves, while nothing comes', async () => {
    const events = eventsOf<Tick>(ticks.client, resumable, { after: '3' });
    const next = events.next();
    await events.return();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

test.each([
  ['subscription ($since: String) { changes: ticks(after: $since) { place: cursor number } }', { variable: 'since', cursor: '7' }],
  ['subscription { ticks { cursor number } }', undefined],
  ['subscription { ticks(after: "3") { cursor number } }', undefined],
  ['subscription ($after: String) { ticks(after: $after) { number } }', undefined],
])('%s goes on by %j', (operation, expected) => {
  const resumption = resumptionOf(operation);
  expect(resumption && { variable: resumption.variable, cursor: resumption.cursorIn({ changes: { place: '7' } }) }).toEqual(expected);
  expect(resumption?.cursorIn({ changes: null })).toBeUndefined();
});
