import type { DispatchPolicy, Point } from './types.ts';

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export function greatCircleKm(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat);
  const dLng = radians(b.lng - a.lng);
  const chord = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Whole minutes, rounded up; until a routing engine is plugged in. An unknown place costs nothing. */
export function travelMinutes(from: Point | null, to: Point | null, { speedKmh, detourFactor }: DispatchPolicy): number {
  if (!from || !to) return 0;
  // Rounded to a millimetre first, so that the last bit of a sine decides nothing.
  const km = Math.round(greatCircleKm(from, to) * detourFactor * 1e6) / 1e6;
  return Math.ceil((km / speedKmh) * 60);
}
