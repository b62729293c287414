import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const answeredSurveys: Resolver<ArgumentsOf<'answeredSurveys'>> = (_root, args, { app, caller, load }) => app.answeredSurveys({ caller, load }, args);
