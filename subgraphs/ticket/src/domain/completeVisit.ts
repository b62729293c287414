import { normalText } from '@sysops-squad/chassis/text/normalText';
import { invalid, refuse } from './decision.ts';
import type { Decision, Refusal } from './decision.ts';
import type { PublishedArticle } from './facts.ts';
import { checkLine, checkText, firstOf } from './input.ts';
import { refusalOf } from './lifeCycle.ts';
import type { ServicePolicy } from './servicePolicy.ts';
import type { VisitOutcome } from './status.ts';
import type { Ticket } from './ticket.ts';
import { ofAnotherVisit } from './visitOf.ts';

export type CompleteVisit = { visitId: string; outcome: VisitOutcome; notes: string | null; article: PublishedArticle | null };

/** Fixed: the ticket is completed. Not fixed: a follow-up visit is looked for. Nobody at home: on hold until new times are known. */
export function completeVisit(ticket: Ticket, command: CompleteVisit, now: Date, policy: ServicePolicy): Decision {
  const refusal = refusalOf('completeVisit', ticket.status) ?? ofAnotherVisit(ticket, command.visitId) ?? checkCompletion(command) ?? tooEarly(ticket, command, now, policy);
  if (refusal) return refusal;
  const { outcome, notes, article } = command;
  return { facts: [{ type: 'VisitCompleted', at: now, outcome, notes: normalText(notes ?? '') || null, article: article && inNormalForm(article) }] };
}

const inNormalForm = ({ title, body, tags, ...rest }: PublishedArticle): PublishedArticle => ({
  ...rest, title: normalText(title), body: normalText(body), tags: tags.map(normalText),
});

/** From then on nobody came to the door for long enough. */
export const noEntryFrom = (arrivedAt: Date, { noEntryAfterSeconds }: ServicePolicy): Date => new Date(arrivedAt.getTime() + noEntryAfterSeconds * 1_000);

function tooEarly({ visit }: Ticket, { outcome }: CompleteVisit, now: Date, policy: ServicePolicy): Refusal | null {
  const from = outcome === 'NO_ENTRY' && visit?.arrivedAt ? noEntryFrom(visit.arrivedAt, policy) : now;
  return from <= now ? null : refuse('TOO_EARLY', `Please wait at the door, ring and call: NO_ENTRY is possible from ${from.toISOString()} on.`, 'outcome');
}

function checkCompletion({ outcome, notes, article }: CompleteVisit): Refusal | null {
  return firstOf(
    checkText(notes ?? '', 'notes', 0, 5_000),
    article && outcome !== 'FIXED' ? invalid('An article can be published only with outcome FIXED.', 'publishArticle') : null,
    article && checkLine(article.title, 'publishArticle.title', 200),
    article && checkText(article.body, 'publishArticle.body', 1, 20_000),
    article && article.tags.length > 10 ? invalid('At most 10 tags.', 'publishArticle.tags') : null,
    ...(article?.tags ?? []).map((tag, n) => checkLine(tag, `publishArticle.tags[${n}]`, 50)),
  );
}
