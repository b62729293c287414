import { requireReader } from '../domain/reader.ts';
import { pageOfArticles } from '../monolith/articles.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const articles = ({ rest }: ReadingParts) => async ({ caller }: Request, args: PageArguments & { search: string }) => {
  requireReader(caller);
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfArticles(rest, { search: readSearch(args.search, 2)!, ...page }), page);
};
