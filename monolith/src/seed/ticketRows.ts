import { seededId } from '../ids.ts';
import type { Accounts } from './accounts.ts';
import { iso } from './calendar.ts';
import type { Row } from './insertRows.ts';
import { randomStream } from './random.ts';
import type { Actor, Story } from './ticketStory.ts';

export const FIRST_NUMBER = 100_001;

/** What later parts of the seed refer to. */
export type WrittenTicket = { id: string; number: string; story: Story; status: string; completionHistoryId: string | null };

export function ticketRows(stories: readonly Story[], accounts: Accounts): { tickets: Row[]; history: Row[]; written: WrittenTicket[] } {
  const random = randomStream('history');
  const tickets: Row[] = [];
  const history: Row[] = [];
  const written = stories.map((story, n) => {
    const id = seededId('tic', n + 1);
    const creator = random.chance(0.3) ? random.pick(accounts.operatives) : accounts.userOf(story.customer.id);
    const actor = (role: Actor) => (role === 'CREATOR' ? creator : role === 'EXPERT' ? accounts.userOf(story.visit!.expert.id) : null);
    const first = history.length;
    story.steps.forEach((step, index) => history.push({
      id: seededId('hst', first + index + 1), ticket_id: id, sequence: index + 1, kind: 'TRANSITION', visibility: 'PUBLIC', at: iso(step.at),
      actor_user_id: actor(step.actor), from_status: story.steps[index - 1]?.to ?? null, to_status: step.to, note: step.note,
    }));
    tickets.push({ id, number: `SYS-${FIRST_NUMBER + n}`, ...ticketColumns(story) });
    const completion = story.steps.findIndex((step) => step.to === 'COMPLETED');
    return { id, number: `SYS-${FIRST_NUMBER + n}`, story, status: story.steps.at(-1)!.to, completionHistoryId: completion < 0 ? null : seededId('hst', first + completion + 1) };
  });
  return { tickets, history, written };
}

export function momentOf(story: Story, status: string): number | undefined {
  return story.steps.find((step) => step.to === status)?.at;
}

function ticketColumns(story: Story): Row {
  const at = (status: string) => {
    const moment = momentOf(story, status);
    return moment === undefined ? null : iso(moment);
  };
  return {
    customer_id: story.customer.id, ticket_type_id: story.product?.id ?? null, product_name: story.productName, description: story.description,
    priority: story.priority, status: story.steps.at(-1)!.to, attention_reason: story.attention, assigned_expert_id: story.visit?.expert.id ?? null,
    contract_id: story.contract?.id ?? null, line1: story.customer.line1, city: story.customer.territory.name, postcode: story.customer.postcode, country: 'DE',
    window_start: iso(story.window.start), window_end: iso(story.window.end),
    scheduled_start: story.visit && iso(story.visit.start), scheduled_end: story.visit && iso(story.visit.end),
    outcome: story.outcome, resolution: story.resolution, created_at: iso(story.createdAt), assigned_at: at('OFFERED'), started_at: at('EN_ROUTE'),
    arrived_at: at('ON_SITE'), completed_at: at('COMPLETED'), closed_at: at('CLOSED'), version: story.steps.length,
  };
}
