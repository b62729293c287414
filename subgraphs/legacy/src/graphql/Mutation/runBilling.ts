import type { InputOf, Resolver } from '../resolver.ts';

export const runBilling: Resolver<InputOf<'runBilling'>> = (_root, { input }, { app, caller, load }) => app.runBilling({ caller, load }, input);
