import { pageOfArticles } from '../monolith/articles.ts';
import { offsetConnection, readOffsetPage } from './offsetPage.ts';
import type { PageArguments, ReadingParts, Request } from './request.ts';
import { readSearch } from './searchText.ts';

export const articles = ({ rest }: ReadingParts) => async (_: Request, args: PageArguments & { search: string }) => {
  const page = readOffsetPage(args);
  return offsetConnection(await pageOfArticles(rest, { search: readSearch(args.search, 2)!, ...page }), page);
};
