import type { Request } from './request.ts';

export const article = () => async ({ load }: Request, { id }: { id: string }) => load.article.load(id);
