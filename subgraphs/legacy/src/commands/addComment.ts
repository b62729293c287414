import { hasRole } from '@sysops-squad/chassis/authorize';
import { userError } from '@sysops-squad/chassis/userError';
import { takeStep } from '../monolith/tickets.ts';
import { pageOfComments } from '../monolith/ticketHistory.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';
import { visibleTicket } from './visibleTicket.ts';

type Input = { ticketId: string; body: string; visibility?: 'PUBLIC' | 'INTERNAL' | null };

export const addComment = ({ rest }: WritingParts) => async (request: Request, { ticketId, body, visibility }: Input) => {
  if (body.trim() === '' || body.length > 5_000) return refused(userError('INVALID_INPUT', 'body must have 1 to 5,000 characters.', 'body'));
  const isStaff = hasRole(request.caller, 'EXPERT', 'OPERATIVE', 'MANAGER');
  if (visibility === 'INTERNAL' && !isStaff) return refused(userError('INVALID_INPUT', 'A customer writes PUBLIC comments only.', 'visibility'));
  if (!(await visibleTicket(request, ticketId))) return notFound('ticket', 'ticketId');
  return unlessRefused(async () => {
    await takeStep(rest, ticketId, 'comment', { actor_user_id: request.caller.id, note: body, visibility: visibility ?? 'PUBLIC' });
    // The monolith answers with the ticket: the comment is the newest of this author with these words.
    const comments = await pageOfComments(rest, ticketId, false, { limit: 20, offset: 0 });
    return { comment: comments.find((comment) => comment.authorUserId === request.caller.id && comment.body === body.trim()) ?? null };
  }, { fields: { note: 'body' } });
};
