import type { VisitOutcome } from '../../domain/status.ts';
import { isRefusal } from '../../domain/decision.ts';
import { expertIdOf } from '../access.ts';
import type { Context } from '../context.ts';
import { visitPayload } from '../payload.ts';

type Input = { visitId: string; outcome: VisitOutcome; notes?: string | null; publishArticle?: { title: string; body: string; tags?: string[] | null } | null };

export async function completeVisit(_: unknown, { input }: { input: Input }, context: Context) {
  const expertId = expertIdOf(context.caller);
  const { visitId, outcome, notes = null, publishArticle } = input;
  const article = publishArticle ? { ...publishArticle, tags: publishArticle.tags ?? [] } : null;
  const done = await context.application.commands.completeVisit(expertId, { visitId, outcome, notes, publishArticle: article });
  const fact = isRefusal(done) ? undefined : done.facts.find(({ type }) => type === 'VisitCompleted');
  const published = fact?.type === 'VisitCompleted' && fact.article ? { id: fact.article.id, title: fact.article.title } : null;
  return { ...(await visitPayload(context, visitId, done)), article: published };
}
