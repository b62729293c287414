import type { Point, Slot } from '../dispatchCore.ts';
import type { Demand } from '../world/demand.ts';

/** Where a ticket is when the simulation ends: in exactly one of these. */
export const buckets = ['FIXED', 'CANCELLED', 'BOOKED', 'WAITING', 'ON_HOLD', 'NEEDS_PERSON', 'UNFIXED', 'MISSED', 'LIMBO'] as const;
export type Bucket = (typeof buckets)[number];

export type Outcome = 'FIXED' | 'FOLLOW_UP' | 'NO_ENTRY' | 'TURNED_BACK';

export type Visit = {
  expertId: string;
  skilled: boolean;
  from: Point;
  to: Point;
  leftAt: number;
  /** null: the customer cancelled while the expert was on the way. */
  arrivedAt: number | null;
  endedAt: number;
  roadMinutes: number;
  km: number;
  outcome: Outcome;
};

/** An expert held for a ticket, from `madeAt` until `releasedAt`. */
export type Assignment = { expertId: string; ticketId: string; visitNumber: number; skilled: boolean; slot: Slot; location: Point; madeAt: number; acceptedAt: number | null; releasedAt: number | null };

export type Life = {
  demand: Demand;
  offers: number;
  /** Penalty of the first choice; null: none, or a way of choosing that knows no penalties. */
  penalty: number | null;
  firstOfferAt: number | null;
  acceptedAt: number | null;
  visits: Visit[];
  /** Nobody could be found at some time, or too many refused; a person had to act. */
  neededPerson: boolean;
  /** Another time was agreed on the phone. */
  calledBack: boolean;
  /** Nobody had accepted when the measured day was over. */
  unassignedAtEvening: boolean;
  bucket: Bucket;
};

export type DayLog = {
  lives: Life[];
  assignments: Assignment[];
  visits: Visit[];
  /** How many were waiting in each turn. */
  batchSizes: number[];
  /** Visits that were never made because the expert was with somebody else: only where nobody looks at bookings. */
  missedByClash: number;
};

export const newLife = (demand: Demand): Life => ({
  demand, offers: 0, penalty: null, firstOfferAt: null, acceptedAt: null, visits: [], neededPerson: false, calledBack: false, unassignedAtEvening: false, bucket: 'WAITING',
});
