import type { Assignment } from '../day/log.ts';

/** Pairs of assignments that held one expert at the same time for overlapping stretches, travel included. Judged from the log alone. */
export function doubleBookings(assignments: readonly Assignment[]): number {
  let pairs = 0;
  for (const ofOne of Map.groupBy(assignments, ({ expertId }) => expertId).values()) {
    const inOrder = [...ofOne].sort((a, b) => +a.slot.blockedFrom - +b.slot.blockedFrom);
    inOrder.forEach((a, index) => {
      for (let next = index + 1; next < inOrder.length && inOrder[next]!.slot.blockedFrom < a.slot.blockedUntil; next += 1) {
        if (livedTogether(a, inOrder[next]!)) pairs += 1;
      }
    });
  }
  return pairs;
}

const livedTogether = (a: Assignment, b: Assignment): boolean => a.madeAt < (b.releasedAt ?? Infinity) && b.madeAt < (a.releasedAt ?? Infinity);
