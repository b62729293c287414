import { requireRole } from '@sysops-squad/chassis/authorize';
import * as reports from '../monolith/reports.ts';
import { readReportInterval } from './reportInterval.ts';
import type { ReadingParts, Request } from './request.ts';

export const ticketReport = ({ rest }: ReadingParts) => async ({ caller }: Request, args: { from: Date; to: Date }) => {
  requireRole(caller, 'MANAGER', 'ADMIN');
  return reports.ticketReport(rest, readReportInterval(args));
};
