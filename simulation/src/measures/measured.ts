import type { Measures } from './measures.ts';

export type Row = { name: keyof Measures; label: string; digits: number };

/** What is shown, in this order. */
export const shown: readonly Row[] = [
  { name: 'tickets', label: 'tickets of the day', digits: 0 },
  { name: 'wrongExperts', label: 'wrong expert at the door', digits: 1 },
  { name: 'doubleBookings', label: 'double bookings', digits: 1 },
  { name: 'slaMet', label: 'right expert in time, %', digits: 1 },
  { name: 'anybodyInTime', label: 'anybody in time, %', digits: 1 },
  { name: 'firstTimeFix', label: 'fixed at the first visit, %', digits: 1 },
  { name: 'unassignedAtEvening', label: 'nobody found by 22:00', digits: 1 },
  { name: 'neededPerson', label: 'a person had to act', digits: 1 },
  { name: 'travelMinutes', label: 'travel, minutes in all', digits: 0 },
  { name: 'travelPerVisit', label: 'travel, minutes a visit', digits: 2 },
  { name: 'kilometres', label: 'kilometres', digits: 0 },
  { name: 'offerSecondsP50', label: 'ticket to first offer, s, p50', digits: 1 },
  { name: 'offerSecondsP95', label: 'ticket to first offer, s, p95', digits: 1 },
  { name: 'acceptedMinutesP50', label: 'ticket to acceptance, min, p50', digits: 1 },
  { name: 'arrivalHoursP50', label: 'ticket to right expert, h, p50', digits: 1 },
  { name: 'arrivalHoursP95', label: 'ticket to right expert, h, p95', digits: 1 },
  { name: 'utilisation', label: 'paid time used, %', digits: 1 },
  { name: 'penalty', label: 'penalty of the first choice', digits: 1 },
  { name: 'decisions', label: 'decisions', digits: 0 },
  { name: 'largestBatch', label: 'largest batch', digits: 1 },
  { name: 'FIXED', label: 'end: fixed', digits: 1 },
  { name: 'CANCELLED', label: 'end: cancelled', digits: 1 },
  { name: 'BOOKED', label: 'end: booked', digits: 1 },
  { name: 'WAITING', label: 'end: waiting', digits: 1 },
  { name: 'ON_HOLD', label: 'end: on hold', digits: 1 },
  { name: 'NEEDS_PERSON', label: 'end: with a person', digits: 1 },
  { name: 'UNFIXED', label: 'end: closed, not fixed', digits: 1 },
  { name: 'MISSED', label: 'end: nobody came', digits: 1 },
  { name: 'LIMBO', label: 'end: in limbo', digits: 1 },
];
