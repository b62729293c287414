import { mistakesInArticle } from '../domain/articleInput.ts';
import type { ArticleInput } from '../domain/article.ts';
import { writeArticle } from '../monolith/articles.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

const fields = { author_expert_id: 'authorExpertId', ticket_number: 'ticketNumber' };

export const publishArticle = ({ rest }: WritingParts) => async (_: Request, input: ArticleInput) => {
  const mistakes = mistakesInArticle(input);
  if (mistakes.length > 0) return refused(...mistakes);
  return unlessRefused(async () => ({ article: await writeArticle(rest, input) }), { fields });
};
