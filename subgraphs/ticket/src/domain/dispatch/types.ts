import type { Priority, Window } from '../ticket.ts';

export type Point = { lat: number; lng: number };

/** What counts in a decision; a new version for every change, so that an old decision can be explained. */
export type DispatchPolicy = {
  version: number;
  speedKmh: number;
  /** Roads are that much longer than the great circle. */
  detourFactor: number;
  maximumTravelMinutes: number;
  offerMinutes: Record<Priority, number>;
  /** Offers for one visit within the cool-down, then a person decides. */
  maximumOffers: number;
  coolDownHours: number;
  /** Minutes of visits a day (UTC). */
  dailyCapMinutes: number;
};

/** Something that holds an expert: [blockedFrom, blockedUntil) is what no other booking may overlap. */
export type Booking = { startsAt: Date; endsAt: Date; blockedFrom: Date; blockedUntil: Date; location: Point | null };

export type RosterExpert = {
  id: string;
  active: boolean;
  home: Point;
  /** Verified ones only. */
  skills: { skillId: string; level: number; validUntil: Date | null }[];
  territories: { territoryId: string; kind: 'PRIMARY' | 'SECONDARY' }[];
  /** Weekday 1 is Monday; minutes of the day in UTC, 1440 is midnight. */
  shifts: { weekday: number; startMinute: number; endMinute: number }[];
  timeOff: Window[];
  bookings: Booking[];
  /** End of the last booking; null: none yet, so idle the longest. */
  idleSince: Date | null;
  /** Refused this visit, or let its offer expire. */
  coolDownUntil: Date | null;
};

export type DispatchRequest = {
  ticketId: string;
  priority: Priority;
  territoryId: string;
  location: Point;
  /** When the customer is at home; empty: any time within the next `HORIZON_DAYS`. */
  windows: Window[];
  visitMinutes: number;
  requiredSkills: { skillId: string; level: number }[];
  excludedExpertIds: string[];
};

export type DispatchSnapshot = { experts: RosterExpert[] };

export type Rule =
  | 'INACTIVE' | 'SKILL_MISSING' | 'SKILL_LEVEL' | 'SKILL_EXPIRED' | 'TERRITORY' | 'OFF_SHIFT' | 'TIME_OFF'
  | 'OVERLAP' | 'TRAVEL_TOO_FAR' | 'DAILY_CAP' | 'OUTSIDE_WINDOW' | 'COOL_DOWN' | 'EXCLUDED';

export type BrokenRule = { rule: Rule; detail: string };

export type Slot = { startsAt: Date; endsAt: Date; blockedFrom: Date; blockedUntil: Date; travelMinutes: number };

export type Term = { name: string; minutes: number };

export type Candidate = { expertId: string; slot: Slot; terms: Term[]; totalPenalty: number };

export type DispatchDecision = {
  chosen: Candidate | null;
  /** Best first, without the chosen one. */
  runnersUp: Candidate[];
  /** By rule, then expert. */
  rejected: ({ expertId: string } & BrokenRule)[];
  /** SHA-256 (hex) of everything the decision was made from. */
  snapshotDigest: string;
  policyVersion: number;
};

export const HORIZON_DAYS = 14;
export const MINUTE = 60_000;
export const DAY = 86_400_000;
