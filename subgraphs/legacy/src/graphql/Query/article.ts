import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const article: Resolver<ArgumentsOf<'article'>> = (_root, args, { app, caller, load }) => app.article({ caller, load }, args);
