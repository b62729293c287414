import type { Request } from 'express';
import type { Pool } from '../database.ts';
import { wholeNumber } from '../rest/listQuery.ts';

/** Answered surveys after a cursor, oldest first, with all answers. `next` is the cursor of the last one, or the given one. */
export function answeredSurveys(pool: Pool) {
  return async (query: Request['query']) => {
    const after = wholeNumber(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER);
    const limit = wholeNumber(query, 'limit', 100, 1, 100);
    const { rows } = await pool.query<{ cursor: string }>(
      `SELECT s.answered_sequence::text AS cursor, s.id, s.survey_id, s.customer_id, s.subject, s.answered_at,
              (SELECT round(avg(r.rating))::int FROM customer_survey_question c JOIN customer_survey_response r ON r.customer_survey_question_id = c.id
                WHERE c.customer_survey_id = s.id) AS rating,
              coalesce((SELECT json_agg(json_build_object('question_id', c.id, 'kind', q.kind, 'text', q.text, 'rating', r.rating, 'answer', coalesce(r.text, r.choice)) ORDER BY c.position)
                 FROM customer_survey_question c JOIN survey_question q ON q.id = c.survey_question_id JOIN customer_survey_response r ON r.customer_survey_question_id = c.id
                WHERE c.customer_survey_id = s.id), '[]') AS answers
         FROM customer_survey s WHERE s.answered_sequence > $1 ORDER BY s.answered_sequence LIMIT $2`,
      [after, limit],
    );
    return { items: rows, next: rows.at(-1)?.cursor ?? String(after) };
  };
}
