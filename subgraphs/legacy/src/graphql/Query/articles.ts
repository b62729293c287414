import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const articles: Resolver<ArgumentsOf<'articles'>> = (_root, args, { app, caller, load }) => app.articles({ caller, load }, args);
