import type { InputOf, Resolver } from '../resolver.ts';

export const startTravel: Resolver<InputOf<'startTravel'>> = (_root, { input }, { app, caller, load }) => app.startTravel({ caller, load }, input);
