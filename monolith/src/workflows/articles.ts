import type { Request } from 'express';
import { z } from 'zod';
import type { Client, Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { notFound } from '../refusal.ts';
import { listQuery } from '../rest/listQuery.ts';
import { id, readBody, text } from '../rest/readBody.ts';
import { selectList, tables } from '../tables.ts';

const body = z.strictObject({
  title: text(200), body: text(20_000), tags: z.array(text(50)).max(10).default([]), author_expert_id: id.nullish(), author_user_id: id.nullish(),
  ticket_id: id.nullish(), ticket_number: text(50).nullish(), ticket_history_id: id.nullish(),
});
type Draft = z.infer<typeof body>;

const VIEW = `SELECT ${selectList('article')},
  (SELECT e.id FROM expert_profile e JOIN profile p ON p.id = e.profile_id WHERE p.user_id = article.author_user_id) AS author_expert_id,
  coalesce((SELECT json_agg(t.name ORDER BY t.name) FROM article_tag a JOIN tag t ON t.id = a.tag_id WHERE a.article_id = article.id), '[]') AS tags FROM article`;

/** Articles with their tags and author. A search puts those first that have the words in their title, then the most useful. */
export function articles(pool: Pool) {
  const one = async (client: Client, articleId: string) => (await client.query(`${VIEW} WHERE id = $1`, [articleId])).rows[0] as unknown;
  return {
    list: async (query: Request['query']) => {
      const { where, orderBy, parameters, limit, offset } = listQuery(tables['article']!, query);
      const total = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM article ${where}`, parameters);
      const ranked = typeof query['search'] === 'string' && !query['sort'];
      const order = ranked ? `ORDER BY title ILIKE $${parameters.length + 1} DESC, yes_votes - no_votes DESC, id` : orderBy;
      const title = ranked ? [`%${String(query['search']).trim().split(/\s+/).map((word) => word.replace(/[\\%_]/g, '\\$&')).join('%')}%`] : [];
      const { rows } = await pool.query(`${VIEW} ${where} ${order} LIMIT ${limit} OFFSET ${offset}`, [...parameters, ...title]);
      return { rows, total: total.rows[0]!.n };
    },
    put: (articleId: string, input: unknown) => {
      const draft = readBody(body, input);
      return inTransaction(pool, async (client) => {
        const fresh = await insert(client, articleId, draft);
        if (fresh) await tag(client, articleId, draft.tags);
        return { article: await one(client, articleId), fresh };
      });
    },
    vote: async (articleId: string, input: unknown) => {
      const { useful } = readBody(z.strictObject({ useful: z.boolean() }), input);
      const column = useful ? 'yes_votes' : 'no_votes';
      const { rowCount } = await pool.query(`UPDATE article SET ${column} = ${column} + 1 WHERE id = $1`, [articleId]);
      return rowCount ? one(pool, articleId) : Promise.reject(notFound('article'));
    },
  };
}

async function insert(client: Client, articleId: string, draft: Draft): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO article (id, title, body, author_user_id, ticket_history_id, ticket_id, ticket_number)
     VALUES ($1, $2, $3, coalesce($4, (SELECT p.user_id FROM expert_profile e JOIN profile p ON p.id = e.profile_id WHERE e.id = $5)), $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [articleId, draft.title, draft.body, draft.author_user_id ?? null, draft.author_expert_id ?? null, draft.ticket_history_id ?? null, draft.ticket_id ?? null, draft.ticket_number ?? null],
  );
  return rowCount === 1;
}

async function tag(client: Client, articleId: string, names: string[]): Promise<void> {
  for (const name of new Set(names.map((given) => given.toLowerCase()))) {
    await client.query('INSERT INTO tag (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [newId('tag'), name]);
    await client.query('INSERT INTO article_tag (id, article_id, tag_id) SELECT $1, $2, id FROM tag WHERE name = $3', [newId('atg'), articleId, name]);
  }
}
