import type { Resolver } from '../resolver.ts';

export const product: Resolver<{ id: string }> = (_root, { id }, { load }) => load.product.load(id);
