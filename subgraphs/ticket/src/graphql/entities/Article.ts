import { readPage } from '@sysops-squad/chassis/connection';
import type { PageArguments } from '../Query/tickets.ts';
import type { Context } from '../context.ts';

export const Article = {
  __resolveReference: async ({ id }: { id: string }) => ({ id }),
  /** Of them those that the caller may see. */
  tickets: async ({ id }: { id: string }, page: PageArguments, { viewer, loaders, application }: Context) =>
    application.queries.tickets({ viewer, loaders, filter: { articleId: id }, page: readPage(page) }),
};
