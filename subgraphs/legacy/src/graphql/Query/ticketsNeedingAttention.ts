import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const ticketsNeedingAttention: Resolver<ArgumentsOf<'ticketsNeedingAttention'>> = (_root, args, { app, caller, load }) => app.ticketsNeedingAttention({ caller, load }, args);
