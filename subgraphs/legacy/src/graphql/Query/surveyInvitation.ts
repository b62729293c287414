import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const surveyInvitation: Resolver<ArgumentsOf<'surveyInvitation'>> = (_root, args, { app, caller, load }) => app.surveyInvitation({ caller, load }, args);
