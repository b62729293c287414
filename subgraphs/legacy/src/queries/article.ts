import { requireReader } from '../domain/reader.ts';
import type { Request } from './request.ts';

export const article = () => async ({ caller, load }: Request, { id }: { id: string }) => {
  requireReader(caller);
  return load.article.load(id);
};
