import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInAnswers, type SurveyAnswer } from '../domain/survey.ts';
import { answerSurvey, invitationByToken } from '../monolith/surveys.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { token: string; answers: SurveyAnswer[] };

/** The token is the right to answer. Of two answers at the same moment the monolith takes one. */
export const submitSurvey = ({ rest }: WritingParts) => async (_request: Request, { token, answers }: Input) => {
  const invitation = token === '' || token.length > 200 ? null : await invitationByToken(rest, token);
  if (!invitation) return notFound('survey', 'token');
  if (invitation.status === 'ANSWERED') return refused(userError('ALREADY_ANSWERED', 'This survey has been answered already.', 'token'));
  if (invitation.status === 'LAPSED') return refused(userError('NOT_FOUND', 'This survey can no longer be answered.', 'token'));
  const mistakes = mistakesInAnswers(answers, invitation.questions);
  if (mistakes.length > 0) return refused(...mistakes);
  return unlessRefused(async () => ({ invitation: await answerSurvey(rest, token, answers) }));
};
