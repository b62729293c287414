import { userError } from '@sysops-squad/chassis/userError';
import { mistakesInArticle } from '../domain/articleInput.ts';
import type { VisitOutcome } from '../domain/ticket.ts';
import { writeArticle } from '../monolith/articles.ts';
import { moveVisit } from './moveVisit.ts';
import { refused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { visitId: string; outcome: VisitOutcome; notes?: string | null; publishArticle?: { title: string; body: string; tags?: string[] | null } | null };

/** The monolith completes a ticket whatever came of the visit: it makes no follow-up visit and puts nothing on hold. */
export const completeVisit = (parts: WritingParts) => async (request: Request, input: Input) => {
  const draft = input.publishArticle && { id: parts.newId('art'), ...input.publishArticle };
  const mistakes = mistakesIn(input, draft ? mistakesInArticle(draft) : []);
  if (mistakes.length > 0) return refused(...mistakes);
  const payload = await moveVisit(parts, request, input.visitId, { step: 'complete', outcome: input.outcome, note: input.notes?.trim() || null });
  if (!('ticket' in payload) || !draft) return payload;
  const { expertId } = request.caller;
  return { ...payload, article: await writeArticle(parts.rest, { ...draft, authorExpertId: expertId, ticketNumber: payload.ticket.number }) };
};

function mistakesIn({ outcome, notes, publishArticle }: Input, inArticle: ReturnType<typeof mistakesInArticle>) {
  return [
    ...((notes?.length ?? 0) > 5_000 ? [userError('INVALID_INPUT', 'notes must have at most 5,000 characters.', 'notes')] : []),
    ...(publishArticle && outcome !== 'FIXED' ? [userError('INVALID_INPUT', 'An article goes with outcome FIXED only.', 'publishArticle')] : []),
    ...(publishArticle ? inArticle.map((mistake) => ({ ...mistake, field: `publishArticle.${mistake.field}` })) : []),
  ];
}
