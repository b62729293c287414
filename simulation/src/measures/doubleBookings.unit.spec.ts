import type { Assignment } from '../day/log.ts';
import { doubleBookings } from './doubleBookings.ts';

const held = (from: number, until: number, more: Partial<Assignment> = {}): Assignment => ({
  expertId: 'exp_1', ticketId: `${from}`, visitNumber: 1, skilled: true, location: { lat: 0, lng: 0 }, madeAt: 0, acceptedAt: null, releasedAt: null,
  slot: { startsAt: new Date(from), endsAt: new Date(until), blockedFrom: new Date(from), blockedUntil: new Date(until), travelMinutes: 0 }, ...more,
});

test('counts pairs that hold one expert for overlapping times at the same time', () => {
  expect(doubleBookings([held(0, 10), held(5, 15), held(8, 12)])).toBe(3);
  expect(doubleBookings([held(0, 100), held(10, 20), held(30, 40)])).toBe(2);
});

test('one after the other, another expert, or after the first was given back is none', () => {
  expect(doubleBookings([held(0, 10), held(10, 20)])).toBe(0);
  expect(doubleBookings([held(0, 10), held(5, 15, { expertId: 'exp_2' })])).toBe(0);
  expect(doubleBookings([held(0, 10, { releasedAt: 3 }), held(5, 15, { madeAt: 3 })])).toBe(0);
});
