import { z } from 'zod';
import type { PoolClient } from 'pg';
import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput, conflict } from '../refusal.ts';
import { id, readBody } from '../rest/readBody.ts';
import type { Invitation, Question } from './surveyInvitation.ts';
import { LAPSES_AFTER_DAYS, hashOf, readInvitation } from './surveyInvitation.ts';

const answer = z.strictObject({ question_id: id, rating: z.number().nullish(), text: z.string().max(2_000).nullish(), choice: z.string().max(200).nullish() });
const body = z.strictObject({ answers: z.array(answer).min(1).max(50) });
type Answer = z.infer<typeof answer>;

/** Takes the answers of one invitation. Of several at the same moment one wins, and a token works once. */
export function answerSurvey(pool: Pool) {
  return async (token: string, input: unknown): Promise<Invitation> => {
    const { answers } = readBody(body, input);
    return inTransaction(pool, async (client) => {
      const invitation = await readInvitation(client, 'token_hash', hashOf(token));
      checkAnswers(answers, invitation.questions);
      await markAnswered(client, invitation);
      for (const given of answers) await insertAnswer(client, given);
      return readInvitation(client, 'id', invitation.id);
    });
  };
}

// The lock makes the sequence appear in the order of the commits, so that a reader that remembers its place misses nothing.
async function markAnswered(client: PoolClient, { id: invitationId }: Invitation): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('survey answers'))`);
  const { rowCount } = await client.query(
    `UPDATE customer_survey SET status = 'ANSWERED', answered_at = now(), answered_sequence = (SELECT coalesce(max(answered_sequence), 0) + 1 FROM customer_survey)
      WHERE id = $1 AND status = 'SENT' AND sent_at > now() - interval '${LAPSES_AFTER_DAYS} days'`,
    [invitationId],
  );
  if (rowCount === 1) return;
  const { status } = await readInvitation(client, 'id', invitationId);
  if (status === 'LAPSED') throw conflict('LAPSED', `The invitation has lapsed: it is more than ${LAPSES_AFTER_DAYS} days old.`);
  throw conflict('ALREADY_ANSWERED', 'This survey has been answered already.');
}

function checkAnswers(answers: Answer[], questions: Question[]): void {
  const seen = new Set<string>();
  answers.forEach((given, n) => {
    const question = questions.find((candidate) => candidate.id === given.question_id);
    if (!question || seen.has(given.question_id)) throw badInput(`answers[${n}].question_id`, 'Answer each question of this survey at most once.');
    seen.add(given.question_id);
    checkAnswer(given, question, `answers[${n}]`);
  });
}

function checkAnswer({ rating, text, choice }: Answer, question: Question, path: string): void {
  if (question.kind === 'RATING' && !(Number.isInteger(rating) && rating! >= 1 && rating! <= 5)) throw badInput(`${path}.rating`, 'Give a whole number from 1 to 5.');
  if (question.kind === 'CHOICE' && !question.choices.includes(choice ?? '')) throw badInput(`${path}.choice`, `Give one of: ${question.choices.join(', ')}.`);
  if (question.kind === 'TEXT' && (typeof text !== 'string' || text.includes('\0'))) throw badInput(`${path}.text`, 'Give a text.');
}

async function insertAnswer(client: PoolClient, { question_id, rating, text, choice }: Answer): Promise<void> {
  await client.query(
    `INSERT INTO customer_survey_response (id, customer_survey_question_id, rating, text, choice)
     SELECT $1, c.id, CASE WHEN q.kind = 'RATING' THEN $3::integer END, CASE WHEN q.kind = 'TEXT' THEN $4 END, CASE WHEN q.kind = 'CHOICE' THEN $5 END
       FROM customer_survey_question c JOIN survey_question q ON q.id = c.survey_question_id WHERE c.id = $2`,
    [newId('csr'), question_id, rating ?? null, text ?? null, choice ?? null],
  );
}
