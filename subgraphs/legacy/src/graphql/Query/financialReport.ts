import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const financialReport: Resolver<ArgumentsOf<'financialReport'>> = (_root, args, { app, caller, load }) => app.financialReport({ caller, load }, args);
