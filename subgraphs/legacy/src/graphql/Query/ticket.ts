import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const ticket: Resolver<ArgumentsOf<'ticket'>> = (_root, args, { app, caller, load }) => app.ticket({ caller, load }, args);
