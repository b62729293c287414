import type { Comment as CommentModel } from '../../domain/ticket.ts';
import { actor } from '../../queries/actor.ts';
import type { Resolver } from '../resolver.ts';

export const Comment: Record<string, Resolver<object, CommentModel>> = {
  author: ({ authorUserId }, _args, { caller, load }) => actor({ caller, load }, authorUserId),
};
