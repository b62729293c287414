import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const tickets: Resolver<ArgumentsOf<'tickets'>> = (_root, args, { app, caller, load }) => app.tickets({ caller, load }, args);
