import type { InputOf, Resolver } from '../resolver.ts';

export const updateProfile: Resolver<InputOf<'updateProfile'>> = (_root, { input }, { app, caller, load }) => app.updateProfile({ caller, load }, input);
