/** ISO 8601, in hours where it comes out even: 1440 minutes are PT24H, 90 are PT90M. */
export const toDuration = (minutes: number): string => (minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`);
