import type { InputOf, Resolver } from '../resolver.ts';

export const addPaymentMethod: Resolver<InputOf<'addPaymentMethod'>> = (_root, _args, { app, caller, load }) => app.addPaymentMethod({ caller, load });
