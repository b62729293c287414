import { addVote } from '../monolith/articles.ts';
import { notFound, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

/** The monolith does not keep who voted: the same person may vote twice. */
export const rateArticle = ({ rest }: WritingParts) => async ({ load }: Request, { articleId, useful }: { articleId: string; useful: boolean }) => {
  if (!(await load.article.load(articleId))) return notFound('article', 'articleId');
  return unlessRefused(async () => ({ article: await addVote(rest, articleId, useful) }));
};
