import { readRosterDigest } from '../monolith/roster.ts';
import type { ReadingParts } from './request.ts';

export const rosterDigest = ({ rest }: ReadingParts) => () => readRosterDigest(rest);
