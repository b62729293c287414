import type { InputOf, Resolver } from '../resolver.ts';

export const cancelContract: Resolver<InputOf<'cancelContract'>> = (_root, { input }, { app, caller, load }) => app.cancelContract({ caller, load }, input);
