import type { InputOf, Resolver } from '../resolver.ts';

export const refreshSession: Resolver<InputOf<'refreshSession'>> = (_root, { input }, { app, caller, load }) => app.refreshSession({ caller, load }, input);
