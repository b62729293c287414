import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const ticketReport: Resolver<ArgumentsOf<'ticketReport'>> = (_root, args, { app, caller, load }) => app.ticketReport({ caller, load }, args);
