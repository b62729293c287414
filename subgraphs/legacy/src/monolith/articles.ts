import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Article, ArticleInput } from '../domain/article.ts';
import { inOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

export type ArticleRow = {
  id: string; title: string; body: string; author_expert_id: string | null; ticket_id: string | null; ticket_number: string | null;
  yes_votes: number; no_votes: number; updated_at: string; tags: string[];
};

export const toArticle = (row: ArticleRow): Article => ({
  id: row.id,
  title: row.title,
  body: row.body,
  tags: row.tags,
  authorExpertId: row.author_expert_id,
  ticketId: row.ticket_id,
  ticketNumber: row.ticket_number,
  updatedAt: new Date(row.updated_at),
  usefulness: { yes: row.yes_votes, no: row.no_votes },
});

export async function articlesByIds(rest: Rest, ids: readonly string[]): Promise<(Article | null)[]> {
  const rows = await rowsWhere<ArticleRow>(rest, 'articles', 'ids', ids, { published: true });
  return inOrderOf(ids, rows.map(toArticle), ({ id }) => id);
}

/** Published articles with every word in title, text, tags or keywords; the monolith puts those first that have them in the title, then the most useful. */
export async function pageOfArticles(rest: Rest, page: { search: string; limit: number; offset: number }): Promise<Article[]> {
  const { rows } = await rest.list<ArticleRow>('articles', { search: page.search, published: true, limit: page.limit + 1, offset: page.offset });
  return rows.map(toArticle);
}

/** An article that exists under this id already is answered as it is. @throws MonolithRefused */
export async function writeArticle(rest: Rest, { id, title, body, tags, authorExpertId, ticketNumber }: ArticleInput): Promise<Article> {
  const author = { author_expert_id: authorExpertId ?? null, ticket_number: ticketNumber ?? null };
  return toArticle(await rest.put<ArticleRow>(`articles/${encodeURIComponent(id)}`, {
    title: normalText(title), body: normalText(body), tags: (tags ?? []).map(normalText), ...author,
  }));
}

/** @throws MonolithRefused */
export const addVote = async (rest: Rest, articleId: string, useful: boolean): Promise<Article> =>
  toArticle(await rest.post<ArticleRow>(`articles/${encodeURIComponent(articleId)}/vote`, { useful }));
