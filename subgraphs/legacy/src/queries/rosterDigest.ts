import { requireRole } from '@sysops-squad/chassis/authorize';
import { readRosterDigest } from '../monolith/roster.ts';
import type { ReadingParts, Request } from './request.ts';

export const rosterDigest = ({ rest }: ReadingParts) => async ({ caller }: Request) => {
  requireRole(caller, 'SYSTEM');
  return readRosterDigest(rest);
};
