import { startOfDay } from '../../../monolith/src/seed/calendar.ts';
import { businesses } from './businesses.ts';
import { turnBench } from './turn.ts';

test('every turn that is measured has decided on as many tickets as it was given', async () => {
  const today = startOfDay(new Date());
  const bench = await turnBench(businesses(today, [900])[0]!, today);
  try {
    expect(await bench.single(2)).toMatchObject({ decisions: 2, milliseconds: [expect.any(Number), expect.any(Number)] });
    expect((await bench.batch(1)).decisions).toBe(24);
    expect((await bench.cold(1)).decisions).toBe(1);
  } finally {
    await bench.close();
  }
});
