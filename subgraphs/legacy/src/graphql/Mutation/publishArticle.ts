import type { InputOf, Resolver } from '../resolver.ts';

export const publishArticle: Resolver<InputOf<'publishArticle'>> = (_root, { input }, { app, caller, load }) => app.publishArticle({ caller, load }, input);
