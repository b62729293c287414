import { pageOfHistory } from '../monolith/ticketHistory.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts } from './request.ts';

/** For whoever has the ticket already. */
export const historyOfTicket = ({ rest }: ReadingParts) => async (ticketId: string, args: PageArguments) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfHistory(rest, ticketId, page), page);
};
