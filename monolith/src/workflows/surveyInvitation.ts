import type { Client } from '../database.ts';
import { createHash, createHmac } from 'node:crypto';
import { notFound } from '../refusal.ts';
import { selectList } from '../tables.ts';

export const LAPSES_AFTER_DAYS = 14;

export type Question = { id: string; kind: 'RATING' | 'TEXT' | 'CHOICE'; text: string; choices: string[]; position: number };
export type Invitation = {
  id: string; survey_id: string; customer_id: string; subject: string; status: 'SENT' | 'ANSWERED' | 'LAPSED'; sent_at: Date; answered_at: Date | null; questions: Question[];
};

/** The same key always gives the same token, so that only its hash needs to be stored. */
export const tokenOf = (secret: string, idempotencyKey: string) => createHmac('sha256', secret).update(idempotencyKey).digest('base64url');
export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

type By = 'token_hash' | 'id';

/** The invitation with its questions. One that nobody answered in 14 days is shown as LAPSED. */
export async function readInvitation(client: Client, by: By, value: string): Promise<Invitation> {
  const { rows } = await client.query<Invitation>(`SELECT ${selectList('customer_survey')} FROM customer_survey WHERE ${by} = $1`, [value]);
  if (!rows[0]) throw notFound('invitation');
  const invitation = rows[0];
  const asked = await client.query<Question>(
    `SELECT c.id, q.kind, q.text, q.choices, c.position FROM customer_survey_question c JOIN survey_question q ON q.id = c.survey_question_id
      WHERE c.customer_survey_id = $1 ORDER BY c.position`,
    [invitation.id],
  );
  return { ...invitation, status: hasLapsed(invitation) ? 'LAPSED' : invitation.status, questions: asked.rows };
}

const hasLapsed = ({ status, sent_at }: Invitation) => status === 'SENT' && sent_at.getTime() < Date.now() - LAPSES_AFTER_DAYS * 86_400_000;
