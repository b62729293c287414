import fc from '@sysops-squad/chassis/testing/properties';
import { decideDispatch } from './decideDispatch.ts';
import { earliestSlot } from './earliestSlot.ts';
import { overlaps } from './intervals.ts';
import { expert, experts, now, request } from './testing/arbitraries.ts';
import { isFeasible } from './testing/plainRules.ts';
import { policy } from './testing/roster.ts';
import { MINUTE, type DispatchRequest, type RosterExpert } from './types.ts';

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
