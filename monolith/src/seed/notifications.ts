import { seededId } from '../ids.ts';
import { DAY, iso } from './calendar.ts';
import type { Row } from './insertRows.ts';
import { momentOf } from './ticketRows.ts';
import type { WrittenTicket } from './ticketRows.ts';

/** What customers were told in the last two months: that an expert has accepted. */
export function notificationRows(tickets: readonly WrittenTicket[], today: number): Row[] {
  const told = tickets.filter(({ story }) => (momentOf(story, 'ACCEPTED') ?? 0) > today - 60 * DAY);
  return told.map(({ id, number, story }, n) => {
    const at = iso(momentOf(story, 'ACCEPTED')! + 1_000);
    const { customer } = story;
    return {
      id: seededId('ntf', n + 1), customer_id: customer.id, recipient_kind: 'CUSTOMER', recipient_id: customer.id, channel: customer.channel,
      address: customer.channel === 'SMS' ? customer.phone : customer.email, template: 'ticket_accepted', subject: `Ticket ${number}: an expert is coming`,
      body: `${story.visit!.expert.name} comes to see your ${story.productName}.`, idempotency_key: `seed:accepted:${id}`, status: 'SENT', attempts: 1,
      created_at: at, sent_at: at,
    };
  });
}
