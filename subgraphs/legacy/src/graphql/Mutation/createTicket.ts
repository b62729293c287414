import type { InputOf, Resolver } from '../resolver.ts';

export const createTicket: Resolver<InputOf<'createTicket'>> = (_root, { input }, { app, caller, load }) => app.createTicket({ caller, load }, input);
