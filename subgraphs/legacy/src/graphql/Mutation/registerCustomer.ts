import type { InputOf, Resolver } from '../resolver.ts';

export const registerCustomer: Resolver<InputOf<'registerCustomer'>> = (_root, { input }, { app, caller, load }) => app.registerCustomer({ caller, load }, input);
