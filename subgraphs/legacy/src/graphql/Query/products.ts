import type { ArgumentsOf, Resolver } from '../resolver.ts';

export const products: Resolver<ArgumentsOf<'products'>> = (_root, args, { app, caller, load }) => app.products({ caller, load }, args);
