import { invitationByToken } from '../monolith/surveys.ts';
import type { ReadingParts, Request } from './request.ts';

/** Whoever has the token may see it: there is no sign-in behind the link in a mail. */
export const surveyInvitation = ({ rest }: ReadingParts) => async (_request: Request, { token }: { token: string }) =>
  token === '' || token.length > 200 ? null : invitationByToken(rest, token);
