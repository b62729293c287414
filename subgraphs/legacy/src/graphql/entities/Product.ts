import type { Product as ProductModel } from '../../domain/product.ts';
import type { Context } from '../resolver.ts';

export const Product = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context): Promise<ProductModel | null> => load.product.load(id),
};
