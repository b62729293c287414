import type { InputOf, Resolver } from '../resolver.ts';

export const submitSurvey: Resolver<InputOf<'submitSurvey'>> = (_root, { input }, { app, caller, load }) => app.submitSurvey({ caller, load }, input);
