import { requireStaff } from '../domain/expert.ts';
import { allTerritories } from '../monolith/territories.ts';
import type { ReadingParts, Request } from './request.ts';

export const territories = ({ rest }: ReadingParts) => async ({ caller }: Request) => {
  requireStaff(caller);
  return allTerritories(rest);
};
