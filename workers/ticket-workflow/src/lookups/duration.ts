/** Whole minutes of an ISO 8601 duration in days, hours and minutes, such as PT24H; null for none, and for one that cannot be read. */
export function minutesOf(duration: string | null): number | null {
  const [, days, hours, minutes] = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? '') ?? [];
  const total = (Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0);
  return total > 0 ? total : null;
}
