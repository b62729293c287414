import type { InputOf, Resolver } from '../resolver.ts';

export const login: Resolver<InputOf<'login'>> = (_root, { input }, { app, caller, load }) => app.login({ caller, load }, input);
