import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const customers: Resolver<ArgumentsOf<'customers'>> = (_root, args, { app, caller, load }) => app.customers({ caller, load }, args);
