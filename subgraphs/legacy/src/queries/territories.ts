import { allTerritories } from '../monolith/territories.ts';
import type { ReadingParts } from './request.ts';

export const territories = ({ rest }: ReadingParts) => () => allTerritories(rest);
