import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { lockTicket, step } from './ticketStep.ts';

/**
 * The famous faults, kept as they are: this runs after the reply and only in memory, so it dies with the process; it looks at
 * the location and not at skills, shifts or bookings; it tries once, and a ticket that finds nobody waits for ever.
 */
export async function assignInMemory(pool: Pool, ticketId: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const ticket = await lockTicket(client, ticketId);
    if (ticket.status !== 'NEW') return;
    const waiting = await step(client, ticket, { status: 'AWAITING_DISPATCH' }, { to: 'AWAITING_DISPATCH' });
    const { rows } = await client.query<{ id: string }>(
      `SELECT e.id FROM expert_profile e JOIN location l ON l.id = e.location_id
        WHERE e.active AND EXISTS (SELECT FROM unnest(l.postcode_prefixes) prefix WHERE starts_with($1, prefix))
        ORDER BY (SELECT count(*) FROM ticket t WHERE t.assigned_expert_id = e.id AND t.status IN ('OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE')), e.id
        LIMIT 1`,
      [ticket.postcode],
    );
    if (!rows[0]) return;
    const changes = { status: 'OFFERED', assigned_expert_id: rows[0].id, assigned_at: new Date() };
    await step(client, waiting, changes, { to: 'OFFERED' });
  });
}
