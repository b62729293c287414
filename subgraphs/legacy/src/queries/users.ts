import type { Role } from '@sysops-squad/chassis/caller';
import { pageOfUsers } from '../monolith/users.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const users = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments & { search?: string | null; role?: Role | null }) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfUsers(rest, { search: readSearch(args.search), role: args.role ?? undefined, ...page }), page);
};
