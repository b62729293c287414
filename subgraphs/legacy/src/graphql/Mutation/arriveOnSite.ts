import type { InputOf, Resolver } from '../resolver.ts';

export const arriveOnSite: Resolver<InputOf<'arriveOnSite'>> = (_root, { input }, { app, caller, load }) => app.arriveOnSite({ caller, load }, input);
