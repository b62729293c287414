import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { AnsweredSurvey, SurveyAnswer, SurveyInvitation, SurveyQuestion } from '../domain/survey.ts';
import type { Rest } from './rest.ts';

type QuestionRow = { id: string; kind: SurveyQuestion['kind']; text: string; choices: string[] };
export type InvitationRow = { id: string; subject: string; status: SurveyInvitation['status']; questions: QuestionRow[] };
type AnsweredRow = { cursor: string; id: string; subject: string; answered_at: string; rating: number | null };

/** Only the words of its subject tell which ticket a survey is about. */
export const ticketNumberIn = (subject: string): string => /\bSYS-\w+/.exec(subject)?.[0] ?? subject.replace(/^Ticket /, '');

export const toInvitation = (row: InvitationRow): SurveyInvitation => ({
  id: row.id,
  status: row.status,
  ticketNumber: ticketNumberIn(row.subject),
  questions: row.questions.map(({ id, kind, text, choices }) => ({ id, kind, text, choices: kind === 'CHOICE' ? choices : null })),
});

const byToken = (token: string): string => `surveys/invitations/by-token/${encodeURIComponent(token)}`;

export async function invitationByToken(rest: Rest, token: string): Promise<SurveyInvitation | null> {
  const row = await rest.get<InvitationRow>(byToken(token));
  return row === null ? null : toInvitation(row);
}

/** @throws MonolithRefused ALREADY_ANSWERED, LAPSED */
export async function answerSurvey(rest: Rest, token: string, answers: readonly SurveyAnswer[]): Promise<SurveyInvitation> {
  const rows = answers.map(({ questionId, rating, text, choice }) => ({
    question_id: questionId, rating: rating ?? null, text: text == null ? null : normalText(text), choice: choice ?? null,
  }));
  return toInvitation(await rest.post<InvitationRow>(`${byToken(token)}/answers`, { answers: rows }));
}

/** The same key again gives the same invitation and token. */
export async function invite(rest: Rest, input: { idempotencyKey: string; customerId: string; ticketNumber: string }) {
  const { idempotencyKey, customerId, ticketNumber } = input;
  const body = { idempotency_key: idempotencyKey, customer_id: customerId, subject: `Ticket ${ticketNumber}` };
  const row = await rest.post<InvitationRow & { token: string }>('surveys/invitations', body);
  return { invitation: toInvitation(row), token: row.token };
}

/** Oldest first, after a cursor that never skips an answer. */
export async function pageOfAnsweredSurveys(rest: Rest, { limit, after }: { limit: number; after: string | null }): Promise<AnsweredSurvey[]> {
  const page = await rest.get<{ items: AnsweredRow[] }>('surveys/answered', { limit, after: after ?? undefined });
  return page!.items.map((row) => ({
    cursor: row.cursor,
    invitationId: row.id,
    ticketNumber: ticketNumberIn(row.subject),
    answeredAt: new Date(row.answered_at),
    rating: row.rating,
  }));
}
