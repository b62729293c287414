import type { InputOf, Resolver } from '../resolver.ts';

export const saveProduct: Resolver<InputOf<'saveProduct'>> = (_root, { input }, { app, caller, load }) => app.saveProduct({ caller, load }, input);
