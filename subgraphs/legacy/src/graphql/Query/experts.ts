import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const experts: Resolver<ArgumentsOf<'experts'>> = (_root, args, { app, caller, load }) => app.experts({ caller, load }, args);
