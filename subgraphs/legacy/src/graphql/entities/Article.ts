import { excerptOf, type Article as ArticleModel } from '../../domain/article.ts';
import type { PageArguments } from '../../queries/request.ts';
import type { Context, Resolver } from '../resolver.ts';

type Field<Arguments = object> = Resolver<Arguments, ArticleModel>;

const excerpt: Field = ({ body }) => excerptOf(body);
const author: Field = ({ authorExpertId }, _args, { load }) => (authorExpertId === null ? null : load.expert.load(authorExpertId));
const tickets: Field<PageArguments> = (article, args, { app, caller, load }) => app.ticketsOfArticle({ caller, load }, article, args);

export const Article = {
  __resolveReference: async ({ id }: { id: string }, { load }: Context) => load.article.load(id),
  excerpt,
  author,
  tickets,
};
