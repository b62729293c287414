import type { Priority, Window } from '../ticket.ts';

export type Point = { lat: number; lng: number };

/** What a consideration costs, in whole minutes; 0 takes it out of the sum. */
export type PenaltyWeights = {
  /** Per cent of the minutes on the way. */
  travel: number;
  /** Per cent of the minutes by which the expert arrives after `arriveBy`. */
  lateness: Record<Priority, number>;
  /** Per cent of the minutes from the first moment at which the customer could have been visited. */
  wait: Record<Priority, number>;
  /** For each level above the one that is needed, so that whoever knows more stays free for what needs more. */
  surplusLevel: number;
  /** For each further skill of the expert, at most 15 of them. */
  otherSkill: number;
  secondaryTerritory: number;
  /** For a day that is booked up to the daily cap; less in proportion. */
  utilisation: number;
  /** For somebody who was busy until now; one less for each idle hour. */
  fairness: number;
  /** For each offer refused or not answered within `refusalDays`. */
  recentRefusal: number;
  /** For a stranger, where the customer knows somebody who could come. */
  continuity: number;
};

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
  /** Minutes of visits a day, by the date where the expert works. */
  dailyCapMinutes: number;
  refusalDays: number;
  weights: PenaltyWeights;
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
  /** IANA name: whose clock the shifts are on, and whose midnight ends the day. */
  timeZone: string;
  /** Weekday 1 is Monday; minutes on the local clock, 1440 is midnight, more is the next day. */
  shifts: { weekday: number; startMinute: number; endMinute: number }[];
  timeOff: Window[];
  bookings: Booking[];
  /** End of the last booking; null: none yet, so idle the longest. */
  idleSince: Date | null;
  /** Offers that this expert has refused or not answered within the policy's `refusalDays`. */
  recentRefusals: number;
};

export type DispatchRequest = {
  ticketId: string;
  priority: Priority;
  territoryId: string;
  location: Point;
  /** The SLA: an expert is to be on site by then. */
  arriveBy: Date;
  /** When the customer is at home; empty: any time within the next `HORIZON_DAYS`. */
  windows: Window[];
  visitMinutes: number;
  requiredSkills: { skillId: string; level: number }[];
  excludedExpertIds: string[];
  /** Who refused this visit or let its offer expire, and until when they are not asked again. */
  coolDowns: { expertId: string; until: Date }[];
  /** Experts who have visited this customer before. */
  servedBy: string[];
};

export type Rule =
  | 'INACTIVE' | 'SKILL_MISSING' | 'SKILL_LEVEL' | 'SKILL_EXPIRED' | 'TERRITORY' | 'OFF_SHIFT' | 'TIME_OFF'
  | 'OVERLAP' | 'TRAVEL_TOO_FAR' | 'DAILY_CAP' | 'OUTSIDE_WINDOW' | 'COOL_DOWN' | 'EXCLUDED';

export type BrokenRule = { rule: Rule; detail: string };

export type Slot = { startsAt: Date; endsAt: Date; blockedFrom: Date; blockedUntil: Date; travelMinutes: number };

export type Term = { name: string; minutes: number };

export type Candidate = { expertId: string; slot: Slot; terms: Term[]; totalPenalty: number };

/** `neededBy`: the ticket of the same batch that got this expert, where the whole is better for it. */
export type RunnerUp = Candidate & { neededBy: string | null };

export type DispatchDecision = {
  ticketId: string;
  chosen: Candidate | null;
  /** Best first, without the chosen one. */
  runnersUp: RunnerUp[];
  /** By rule, then expert. */
  rejected: ({ expertId: string } & BrokenRule)[];
};

export const HORIZON_DAYS = 14;
export const MINUTE = 60_000;
export const DAY = 86_400_000;
