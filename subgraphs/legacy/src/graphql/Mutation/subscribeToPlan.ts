import type { InputOf, Resolver } from '../resolver.ts';

export const subscribeToPlan: Resolver<InputOf<'subscribeToPlan'>> = (_root, { input }, { app, caller, load }) => app.subscribeToPlan({ caller, load }, input);
