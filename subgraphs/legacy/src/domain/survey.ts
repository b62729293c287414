import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readProse } from '@sysops-squad/chassis/text/readText';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

export type SurveyQuestion = { id: string; kind: 'RATING' | 'TEXT' | 'CHOICE'; text: string; choices: string[] | null };
export type SurveyInvitation = { id: string; status: 'SENT' | 'ANSWERED' | 'LAPSED'; ticketNumber: string; questions: SurveyQuestion[] };
export type SurveyAnswer = { questionId: string; rating?: number | null; text?: string | null; choice?: string | null };
export type AnsweredSurvey = { cursor: string; invitationId: string; ticketNumber: string; answeredAt: Date; rating: number | null };

const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);

/** Each answer must fit its question; questions may be left out, but not all of them. */
export function mistakesInAnswers(answers: readonly SurveyAnswer[], questions: readonly SurveyQuestion[]): UserError[] {
  if (answers.length === 0) return [invalid('Answer at least one question.', 'answers')];
  const byId = new Map(questions.map((question) => [question.id, question]));
  const twice = answers.findIndex(({ questionId }, n) => answers.findIndex((other) => other.questionId === questionId) < n);
  if (twice >= 0) return [invalid('Answer each question once.', `answers[${twice}].questionId`)];
  return answers.flatMap((answer, n) => mistakeIn(answer, byId.get(answer.questionId), `answers[${n}]`));
}

function mistakeIn({ rating, text, choice }: SurveyAnswer, question: SurveyQuestion | undefined, path: string): UserError[] {
  if (!question) return [invalid('This survey has no such question.', `${path}.questionId`)];
  if (question.kind === 'RATING') return rating != null && rating >= 1 && rating <= 5 ? [] : [invalid('rating must be from 1 to 5.', `${path}.rating`)];
  if (question.kind === 'CHOICE') {
    const choices = question.choices ?? [];
    return choices.includes(choice ?? '') ? [] : [invalid(`choice must be one of: ${choices.join(', ')}.`, `${path}.choice`)];
  }
  if (text == null) return [invalid('text must have at most 2,000 characters.', `${path}.text`)];
  return refusalsIn(readProse(text, `${path}.text`, { minimum: 0, maximum: 2_000 }));
}
