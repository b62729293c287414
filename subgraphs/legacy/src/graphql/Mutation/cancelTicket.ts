import type { InputOf, Resolver } from '../resolver.ts';

export const cancelTicket: Resolver<InputOf<'cancelTicket'>> = (_root, { input }, { app, caller, load }) => app.cancelTicket({ caller, load }, input);
