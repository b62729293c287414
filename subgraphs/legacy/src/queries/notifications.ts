import { pageOfNotifications } from '../monolith/notifications.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';

export const notifications = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments & { recipientId?: string | null }) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfNotifications(rest, { recipientId: args.recipientId ?? undefined, ...page }), page);
};
