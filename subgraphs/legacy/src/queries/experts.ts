import { readPage, toConnection } from '@sysops-squad/chassis/connection';
import { pageOfExperts } from '../monolith/experts.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

type Arguments = PageArguments & { search?: string | null; territoryId?: string | null };

export const experts = ({ rest }: ReadingParts) => async (_: Request, args: Arguments) => {
  const { limit, after } = readPage(args);
  const rows = await pageOfExperts(rest, { search: readSearch(args.search), territoryId: args.territoryId ?? undefined, limit, after });
  return toConnection(rows, limit, ({ id }) => id);
};
