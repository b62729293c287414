import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const expertReport: Resolver<ArgumentsOf<'expertReport'>> = (_root, args, { app, caller, load }) => app.expertReport({ caller, load }, args);
