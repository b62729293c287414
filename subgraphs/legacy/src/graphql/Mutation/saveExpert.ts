import type { InputOf, Resolver } from '../resolver.ts';

export const saveExpert: Resolver<InputOf<'saveExpert'>> = (_root, { input }, { app, caller, load }) => app.saveExpert({ caller, load }, input);
