import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const expert: Resolver<ArgumentsOf<'expert'>> = (_root, args, { app, caller, load }) => app.expert({ caller, load }, args);
