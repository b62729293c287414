import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const customer: Resolver<ArgumentsOf<'customer'>> = (_root, args, { app, caller, load }) => app.customer({ caller, load }, args);
