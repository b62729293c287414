import { minutesOf } from './duration.ts';

test.each<[string | null, number | null]>([['PT24H', 1_440], ['PT90M', 90], ['P3D', 4_320], ['P1DT2H3M', 1_563], ['PT0H', null], ['P', null], ['PT', null], ['P1DT', null], ['P1Y', null], ['soon', null], [null, null]])(
  '%s is %s minutes', (duration, minutes) => expect(minutesOf(duration)).toBe(minutes));
