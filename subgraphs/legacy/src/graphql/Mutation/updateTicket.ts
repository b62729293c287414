import type { InputOf, Resolver } from '../resolver.ts';

export const updateTicket: Resolver<InputOf<'updateTicket'>> = (_root, { input }, { app, caller, load }) => app.updateTicket({ caller, load }, input);
