import type { InputOf, Resolver } from '../resolver.ts';

export const completeVisit: Resolver<InputOf<'completeVisit'>> = (_root, { input }, { app, caller, load }) => app.completeVisit({ caller, load }, input);
