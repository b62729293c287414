import type { InputOf, Resolver } from '../resolver.ts';

export const inviteToSurvey: Resolver<InputOf<'inviteToSurvey'>> = (_root, { input }, { app, caller, load }) => app.inviteToSurvey({ caller, load }, input);
