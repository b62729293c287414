import { workflowMessages } from '@sysops-squad/event-contracts';
import type { Message } from '@sysops-squad/chassis/outbox/message';
import { checkUserErrors, orTryLater } from '../lookups/graphAnswers.ts';
import type { TicketEffect, Workflow } from '../workflow.ts';

const mutation = `mutation Publish($input: PublishKnowledgeArticleInput!) {
  publishArticle(input: $input) { article { id } userErrors { code message } }
}`;
type Answer = { publishArticle: { userErrors: { code: string; message: string }[] } };

/** The article's id was chosen when the visit was completed: publishing it again changes nothing. */
export async function publishArticle(workflow: Workflow, message: Message): Promise<TicketEffect | null> {
  const input = workflowMessages.publish_article.parse(message.payload);
  const answer = await orTryLater(workflow.graph.request<Answer>(mutation, { input }));
  checkUserErrors(answer.publishArticle.userErrors);
  return null;
}
