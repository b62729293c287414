import { pageOfExpertReport } from '../monolith/reports.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import { readReportInterval } from './reportInterval.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const expertReport = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments & { from: Date; to: Date }) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfExpertReport(rest, readReportInterval(args), page), page);
};
