import type { Booking, DispatchPolicy, DispatchRequest, Point, RosterExpert } from '../types.ts';

export const policy: DispatchPolicy = {
  version: 1, speedKmh: 35, detourFactor: 1.3, maximumTravelMinutes: 90, offerMinutes: { P1: 3, P2: 5, P3: 10, P4: 15 },
  maximumOffers: 5, coolDownHours: 24, dailyCapMinutes: 480, refusalDays: 7,
  weights: {
    travel: 100, lateness: { P1: 800, P2: 400, P3: 200, P4: 100 }, wait: { P1: 100, P2: 50, P3: 25, P4: 15 }, surplusLevel: 4, otherSkill: 1,
    secondaryTerritory: 15, utilisation: 20, fairness: 30, recentRefusal: 5, continuity: 10,
  },
};

export const berlin: Point = { lat: 52.52, lng: 13.405 };
/** So many kilometres east of the customer. */
export const east = (km: number): Point => ({ lat: berlin.lat, lng: berlin.lng + km / (111.195 * Math.cos((berlin.lat * Math.PI) / 180)) });

/** Monday, 23 November 2026, UTC. */
export const at = (time: string, day = 23): Date => new Date(`2026-11-${day}T${time}:00.000Z`);

/** At the customer's door unless said otherwise, without buffers. */
export const bookingAt = (from: string, until: string, location: Point | null = berlin): Booking =>
  ({ startsAt: at(from), endsAt: at(until), blockedFrom: at(from), blockedUntil: at(until), location });

export const anExpert = (more: Partial<RosterExpert> = {}): RosterExpert => ({
  id: 'exp_1', active: true, home: berlin, timeZone: 'UTC', skills: [{ skillId: 'skl_1', level: 2, validUntil: null }], territories: [{ territoryId: 'ter_1', kind: 'PRIMARY' }],
  shifts: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startMinute: 9 * 60, endMinute: 21 * 60 })),
  timeOff: [], bookings: [], idleSince: null, recentRefusals: 0, ...more,
});

export const aRequest = (more: Partial<DispatchRequest> = {}): DispatchRequest => ({
  ticketId: 'tic_1', priority: 'P3', territoryId: 'ter_1', location: berlin, windows: [], visitMinutes: 60,
  arriveBy: at('20:00', 24), requiredSkills: [{ skillId: 'skl_1', level: 2 }], excludedExpertIds: [], coolDowns: [], servedBy: [], ...more,
});
