import { isRefusal } from '../domain/decision.ts';
import { addComment as decide } from '../domain/addComment.ts';
import type { AddComment } from '../domain/addComment.ts';
import type { Actor } from '../domain/ticket.ts';
import { change } from './change.ts';
import type { Parts } from './parts.ts';

export const addComment = (parts: Parts) => async (actor: Actor, ticketId: string, content: Pick<AddComment, 'body' | 'visibility'>) => {
  const id = parts.newId('cmt');
  const changed = await change(parts, { ticketId, actor, decide: (ticket, now) => decide(ticket, { ...content, id, author: actor }, now) });
  return isRefusal(changed) ? changed : { comment: await parts.database.comment.findUniqueOrThrow({ where: { id } }) };
};
