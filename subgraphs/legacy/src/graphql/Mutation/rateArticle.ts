import type { InputOf, Resolver } from '../resolver.ts';

export const rateArticle: Resolver<InputOf<'rateArticle'>> = (_root, { input }, { app, caller, load }) => app.rateArticle({ caller, load }, input);
