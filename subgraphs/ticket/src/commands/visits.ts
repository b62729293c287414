import { arriveOnSite as decideArrive } from '../domain/arriveOnSite.ts';
import { completeVisit as decideComplete } from '../domain/completeVisit.ts';
import type { CompleteVisit } from '../domain/completeVisit.ts';
import { notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { isId } from '../domain/input.ts';
import { startTravel as decideStart } from '../domain/startTravel.ts';
import type { ChangeTicket } from '../storage/changeTicket.ts';
import { loadServicePolicy } from '../storage/loadServicePolicy.ts';
import { change } from './change.ts';
import type { Change } from './change.ts';
import type { Parts } from './parts.ts';

export const startTravel = (parts: Parts) => (expertId: string, visitId: string) =>
  onOwnVisit(parts, expertId, visitId, async (ticket, now, { sql }) => decideStart(ticket, { visitId }, now, await loadServicePolicy(sql, now)));

export const arriveOnSite = (parts: Parts) => (expertId: string, visitId: string) =>
  onOwnVisit(parts, expertId, visitId, async (ticket, now, { sql }) => decideArrive(ticket, { visitId }, now, await loadServicePolicy(sql, now)));

export type ArticleInput = { title: string; body: string; tags: string[] };
type Completion = Omit<CompleteVisit, 'article'> & { publishArticle: ArticleInput | null };

/** The article's id is given here, so that the answer can name it before the knowledge base has it. */
export const completeVisit = (parts: Parts) => (expertId: string, { publishArticle, ...completion }: Completion) => {
  const article = publishArticle && { id: parts.newId('art'), title: publishArticle.title.trim(), body: publishArticle.body, tags: publishArticle.tags };
  return onOwnVisit(parts, expertId, completion.visitId, async (ticket, now, { sql }) =>
    decideComplete(ticket, { ...completion, article }, now, await loadServicePolicy(sql, now)));
};

type Decide = ChangeTicket['decide'];

/** Somebody else's visit is as good as none. */
async function onOwnVisit(parts: Parts, expertId: string, visitId: string, decide: Decide): Promise<Change | Refusal> {
  const visit = isId(visitId) ? await parts.database.visit.findUnique({ where: { id: visitId }, select: { ticketId: true, expertId: true } }) : null;
  if (visit?.expertId !== expertId) return notFound('visit');
  // Looked at again under the lock: meanwhile the visit may have gone to somebody else.
  const own: Decide = (ticket, now, transaction) => (ticket.visit?.id === visitId && ticket.visit.expertId !== expertId ? notFound('visit') : decide(ticket, now, transaction));
  return change(parts, { ticketId: visit.ticketId, actor: { kind: 'EXPERT', id: expertId }, decide: own });
}
