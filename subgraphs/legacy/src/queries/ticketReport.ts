import * as reports from '../monolith/reports.ts';
import { readReportInterval } from './reportInterval.ts';
import type { ReadingParts, Request } from './request.ts';

export const ticketReport = ({ rest }: ReadingParts) => async (_: Request, args: { from: Date; to: Date }) => {
  return reports.ticketReport(rest, readReportInterval(args));
};
