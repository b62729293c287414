import { createHash } from 'node:crypto';

export type Territory = { id: string; lat: number; lng: number; postcodePrefixes: string[] };
export type Place = { postcode: string; line1: string };
export type FoundLocation = { lat: number; lng: number; territoryId: string; postcode: string };

const FARTHEST_KM = 15;
const KM_PER_DEGREE = 111.195;

/**
 * Stands in for a geocoder: the centre of the territory that owns the postcode, moved by up to 15 km in a direction
 * that is always the same for the same postcode and street. Null when no territory owns the postcode.
 */
export function locate({ postcode, line1 }: Place, territories: readonly Territory[]): FoundLocation | null {
  const owner = territories
    .flatMap((territory) => territory.postcodePrefixes.map((prefix) => ({ territory, prefix })))
    .filter(({ prefix }) => prefix !== '' && postcode.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length || (a.territory.id < b.territory.id ? -1 : 1))[0];
  if (!owner) return null;
  const { id, lat, lng } = owner.territory;
  const { north, east } = offsetKm(`${postcode}\n${line1}`);
  const degreesEast = east / (KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180));
  return { lat: rounded(lat + north / KM_PER_DEGREE), lng: rounded(lng + degreesEast), territoryId: id, postcode };
}

/** Evenly spread over a disc. */
function offsetKm(text: string): { north: number; east: number } {
  const hash = createHash('sha256').update(text).digest();
  const angle = (hash.readUInt32BE(0) / 2 ** 32) * 2 * Math.PI;
  const distance = Math.sqrt(hash.readUInt32BE(4) / 2 ** 32) * FARTHEST_KM;
  return { north: distance * Math.cos(angle), east: distance * Math.sin(angle) };
}

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
