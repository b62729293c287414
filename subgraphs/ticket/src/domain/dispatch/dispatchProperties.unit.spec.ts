import fc from 'fast-check';
import { decideDispatch } from './decideDispatch.ts';
import { earliestSlot } from './earliestSlot.ts';
import { overlaps } from './intervals.ts';
import { aRequest, anExpert, at, east, policy } from './testing/roster.ts';
import { travelMinutes } from './travel.ts';
import { DAY, MINUTE, type Booking, type DispatchRequest, type RosterExpert } from './types.ts';

const now = at('08:07');
const clock = (minute: number): Date => new Date(+at('00:00') + minute * MINUTE);

const place = fc.integer({ min: 0, max: 45 }).map(east);
const span = (longest: number) =>
  fc.tuple(fc.integer({ min: 0, max: 2 * 1440 }), fc.integer({ min: 15, max: longest })).map(([from, length]) => ({ start: clock(from), end: clock(from + length) }));

/** Bookings as the rules themselves would have made them: one after the other, each with the way to it. */
const bookings = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 15, max: 120 }), fc.integer({ min: 0, max: 40 }), place), { maxLength: 5 }).map((parts) => {
  let free = 8 * 60;
  return parts.map(([gap, length, buffer, location]): Booking => {
    const from = free + gap;
    free = from + buffer + length;
    return { startsAt: clock(from + buffer), endsAt: clock(free), blockedFrom: clock(from), blockedUntil: clock(free), location };
  });
});

const expert = (id: string) => fc.record({
  id: fc.constant(id),
  active: fc.boolean().map((sleeps) => !sleeps || id > 'exp_3'),
  home: place,
  skills: fc.subarray([{ skillId: 'skl_1', level: 2, validUntil: null }, { skillId: 'skl_2', level: 1, validUntil: clock(2 * 1440) }]),
  territories: fc.constantFrom('ter_1', 'ter_1', 'ter_2').map((territoryId) => [{ territoryId, kind: 'PRIMARY' as const }]),
  shifts: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 60, max: 600 })).map(
    ([weekday, startMinute, length]) => ({ weekday, startMinute, endMinute: Math.min(1440, startMinute + length) })), { maxLength: 3 }),
  timeOff: fc.array(span(300), { maxLength: 2 }),
  bookings,
  idleSince: fc.option(fc.integer({ min: 0, max: 3000 }).map((minutes) => new Date(+now - minutes * MINUTE))),
  recentRefusals: fc.integer({ min: 0, max: 3 }),
}).map((value): RosterExpert => anExpert(value));

const experts = fc.tuple(...['exp_1', 'exp_2', 'exp_3', 'exp_4', 'exp_5'].map(expert));
const request = fc.record({
  windows: fc.array(span(600), { maxLength: 3 }),
  visitMinutes: fc.integer({ min: 15, max: 150 }),
  requiredSkills: fc.subarray([{ skillId: 'skl_1', level: 2 }, { skillId: 'skl_2', level: 1 }], { minLength: 1 }),
  coolDowns: fc.subarray([{ expertId: 'exp_2', until: at('20:00') }, { expertId: 'exp_4', until: at('07:00') }]),
  servedBy: fc.subarray(['exp_1', 'exp_3']),
  priority: fc.constantFrom('P1' as const, 'P3' as const),
}).map((value): DispatchRequest => aRequest(value));

const decide = (all: RosterExpert[], asked: DispatchRequest) => decideDispatch({ experts: all, request: asked, policy, now });
const better = { numRuns: 300 };

test('one more expert never makes the answer worse', () => {
  fc.assert(fc.property(experts, request, (all, asked) => {
    const without = decide(all.slice(1), asked).chosen;
    const withAll = decide(all, asked).chosen;
    if (without) expect(withAll!.totalPenalty).toBeLessThanOrEqual(without.totalPenalty);
  }), better);
});

test('the order of the input changes nothing', () => {
  fc.assert(fc.property(experts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), request, ([all, shuffled], asked) => {
    const turned = shuffled.map((one) => ({ ...one, bookings: one.bookings.toReversed(), shifts: one.shifts.toReversed(), timeOff: one.timeOff.toReversed(), skills: one.skills.toReversed() }));
    expect(decide(turned, { ...asked, windows: asked.windows.toReversed() })).toEqual(decide(all, asked));
  }), better);
});

test('whoever is chosen has every skill until the end, is free, on shift and in a window', () => {
  fc.assert(fc.property(experts, request, (all, asked) => {
    const { chosen, runnersUp, rejected } = decide(all, asked);
    expect((chosen ? 1 : 0) + runnersUp.length + rejected.length).toBe(all.length);
    for (const candidate of chosen ? [chosen, ...runnersUp] : runnersUp) {
      expect(isFeasible(all.find(({ id }) => id === candidate.expertId)!, asked, +candidate.slot.startsAt)).toBe(true);
      expect(candidate.slot.endsAt).toEqual(new Date(+candidate.slot.startsAt + asked.visitMinutes * MINUTE));
    }
  }), better);
});

test('one ticket after the other never books an expert twice at a time, ways included', () => {
  fc.assert(fc.property(experts, fc.array(request, { minLength: 2, maxLength: 6 }), (all, requests) => {
    const roster = all.map((one) => ({ ...one, bookings: [...one.bookings] }));
    for (const asked of requests) {
      const { chosen } = decide(roster, asked);
      if (chosen) roster.find(({ id }) => id === chosen.expertId)!.bookings.push({ ...chosen.slot, location: asked.location });
    }
    for (const { bookings: held } of roster) {
      held.forEach((a, i) => held.slice(i + 1).forEach((b) => {
        expect(overlaps({ from: +a.blockedFrom, until: +a.blockedUntil }, { from: +b.blockedFrom, until: +b.blockedUntil })).toBe(false);
      }));
    }
  }), better);
});

test('the slot is the first minute that trying every minute would find', () => {
  fc.assert(fc.property(expert('exp_1'), request, (one, asked) => {
    const able = { ...one, active: true, territories: [{ territoryId: 'ter_1', kind: 'PRIMARY' as const }] };
    const skilled = { ...able, skills: asked.requiredSkills.map((skill) => ({ ...skill, validUntil: null })) };
    let minute = Math.ceil(+now / MINUTE);
    const end = +now / MINUTE + 3 * 1440;
    while (minute < end && !isFeasible(skilled, asked, minute * MINUTE)) minute += 1;
    const slot = earliestSlot({ expert: skilled, request: asked, policy, now });
    if (minute < end) expect(slot?.startsAt).toEqual(new Date(minute * MINUTE));
    else expect(slot === null || +slot.startsAt >= end * MINUTE).toBe(true);
  }), { numRuns: 100 });
});

/** The rules once more, said as plainly as can be, for one moment. */
function isFeasible(one: RosterExpert, asked: DispatchRequest, start: number): boolean {
  const end = start + asked.visitMinutes * MINUTE;
  const day = Math.floor(start / DAY);
  const minuteOfWeek = (time: number) => ((Math.floor(time / DAY) + 3) % 7) * 1440 + Math.floor((time % DAY) / MINUTE);
  const onShift = (time: number) => one.shifts.some((shift) => {
    const minute = minuteOfWeek(time) - (shift.weekday - 1) * 1440;
    return shift.startMinute <= minute && minute < shift.endMinute;
  });
  const shiftStart = (time: number) => { let first = time; while (first > time - DAY && onShift(first - MINUTE)) first -= MINUTE; return first; };
  const shiftEnd = (time: number) => { let last = time; while (last < time + DAY && onShift(last)) last += MINUTE; return last; };
  if (!onShift(start) || !asked.requiredSkills.every((needed) => one.skills.some(({ skillId, level, validUntil }) => skillId === needed.skillId && level >= needed.level && (!validUntil || +validUntil >= end)))) return false;
  const shift = { from: shiftStart(start), until: shiftEnd(start) };
  const near = one.bookings.filter(({ blockedFrom, blockedUntil }) => overlaps({ from: +blockedFrom, until: +blockedUntil }, shift));
  const before = near.filter(({ endsAt }) => +endsAt <= start).sort((a, b) => +b.endsAt - +a.endsAt)[0];
  const after = near.filter(({ startsAt }) => +startsAt >= end).sort((a, b) => +a.startsAt - +b.startsAt)[0];
  const way = travelMinutes(before ? before.location : one.home, asked.location, policy);
  const onward = after ? travelMinutes(asked.location, after.location, policy) : 0;
  const blocked = { from: Math.min(start, start - (before ? Math.max(0, way * MINUTE - (+before.blockedUntil - +before.endsAt)) : way * MINUTE)), until: end };
  return (
    one.active && !asked.coolDowns.some(({ expertId, until }) => expertId === one.id && until > now) && one.territories.some(({ territoryId }) => territoryId === asked.territoryId) &&
    way <= policy.maximumTravelMinutes && blocked.from >= +now && blocked.from >= shift.from && end <= shift.until &&
    (asked.windows.length === 0 || asked.windows.some((window) => +window.start <= start && end <= +window.end)) &&
    one.timeOff.every((off) => !overlaps({ from: +off.start, until: +off.end }, blocked)) &&
    one.bookings.every((booking) => !overlaps({ from: +booking.blockedFrom, until: +booking.blockedUntil }, blocked)) &&
    (!before || +before.endsAt + way * MINUTE <= start) && (!after || end + onward * MINUTE <= +after.startsAt) &&
    one.bookings.filter(({ startsAt }) => Math.floor(+startsAt / DAY) === day).reduce((sum, { startsAt, endsAt }) => sum + (+endsAt - +startsAt) / MINUTE, 0) + asked.visitMinutes <= policy.dailyCapMinutes
  );
}
