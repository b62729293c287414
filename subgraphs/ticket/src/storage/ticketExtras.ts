import { Prisma } from '../../generated/client.ts';
import { json } from './jsonRows.ts';
import type { Part, Step } from './saveTicket.ts';

/** What people added: comments, and the articles that came of visits. */
export function extraParts(steps: readonly Step[]): Part[] {
  const comments = steps.flatMap(({ fact, after }) => {
    if (fact.type !== 'CommentAdded') return [];
    const { id, author, body, visibility, at } = fact;
    return [{ id, ticketId: after.id, authorKind: author.kind, authorId: author.id, body, visibility, createdAt: at }];
  });
  const articles = steps.flatMap(({ fact, after }) =>
    (fact.type === 'VisitCompleted' && fact.article ? [{ ticketId: after.id, articleId: fact.article.id, title: fact.article.title, createdAt: fact.at }] : []));
  return [
    ...(comments.length > 0 ? [Prisma.sql`comments AS (INSERT INTO comment SELECT r.* FROM saved, jsonb_populate_recordset(null::comment, ${json(comments)}::jsonb) AS r)`] : []),
    ...(articles.length > 0 ? [Prisma.sql`articles AS (INSERT INTO ticket_article SELECT r.* FROM saved, jsonb_populate_recordset(null::ticket_article, ${json(articles)}::jsonb) AS r)`] : []),
  ];
}
