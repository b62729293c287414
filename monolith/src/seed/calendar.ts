export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const iso = (at: number) => new Date(at).toISOString();

/** Midnight UTC of a date such as 2026-01-31, or of the day a Date lies in. */
export function startOfDay(today: string | Date): number {
  const text = typeof today === 'string' ? today : today.toISOString();
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at)) throw new Error(`today must be a date such as 2026-01-31, not ${text}`);
  return at;
}

/** 1 is Monday, 7 is Sunday. */
export const weekday = (at: number) => new Date(at).getUTCDay() || 7;

/** The first day of the month that lies `back` months before the one of `at`, as YYYY-MM-DD. */
export function monthStart(at: number, back: number): string {
  const date = new Date(at);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)).toISOString().slice(0, 10);
}
