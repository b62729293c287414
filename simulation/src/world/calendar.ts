export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tuesday, 24 November 2026, 00:00 UTC: the day that is measured. */
export const MEASURED_DAY = Date.UTC(2026, 10, 24);

export const clock = (time: number): string => new Date(time).toISOString().slice(11, 16);
