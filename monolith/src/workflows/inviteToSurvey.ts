import { z } from 'zod';
import type { PoolClient } from 'pg';
import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput } from '../refusal.ts';
import { id, key, readBody, text } from '../rest/readBody.ts';
import type { Invitation } from './surveyInvitation.ts';
import { hashOf, readInvitation, tokenOf } from './surveyInvitation.ts';

const body = z.strictObject({ idempotency_key: key, customer_id: id, subject: text(200), survey_id: id.optional() });
type Wish = z.infer<typeof body>;

/** Makes an invitation, once per idempotency key; a repeated key answers the same one with the same token. */
export function inviteToSurvey(pool: Pool, secret: string) {
  return async (input: unknown): Promise<{ invitation: Invitation & { token: string }; fresh: boolean }> => {
    const wish = readBody(body, input);
    const token = tokenOf(secret, wish.idempotency_key);
    return inTransaction(pool, async (client) => {
      const made = await insert(client, wish, hashOf(token));
      if (made) await copyQuestions(client, made);
      const invitation = await readInvitation(client, 'id', made?.id ?? (await idOfKey(client, wish.idempotency_key)));
      return { invitation: { ...invitation, token }, fresh: made !== undefined };
    });
  };
}

type Made = { id: string; survey_id: string };

// Key and token repeat together, and of two at the same moment either may be found first: any conflict means that it is there.
async function insert(client: PoolClient, wish: Wish, tokenHash: string): Promise<Made | undefined> {
  const survey = await client.query<{ id: string }>('SELECT id FROM survey WHERE active AND ($1::text IS NULL OR id = $1) ORDER BY id LIMIT 1', [wish.survey_id ?? null]);
  if (!survey.rows[0]) throw badInput('survey_id', 'There is no such active survey.');
  const { rows } = await client.query<Made>(
    `INSERT INTO customer_survey (id, survey_id, customer_id, token_hash, idempotency_key, subject) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id, survey_id`,
    [newId('srv'), survey.rows[0].id, wish.customer_id, tokenHash, wish.idempotency_key, wish.subject],
  );
  return rows[0];
}

async function copyQuestions(client: PoolClient, made: Made): Promise<void> {
  await client.query(
    `INSERT INTO customer_survey_question (id, customer_survey_id, survey_question_id, position)
     SELECT $1 || '-' || position, $2, id, position FROM survey_question WHERE survey_id = $3`,
    [newId('csq'), made.id, made.survey_id],
  );
}

async function idOfKey(client: PoolClient, idempotencyKey: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM customer_survey WHERE idempotency_key = $1', [idempotencyKey]);
  return rows[0]!.id;
}
