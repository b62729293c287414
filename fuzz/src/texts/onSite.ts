import { createTicket, offered, sendWell, visitOf } from '../../../e2e/testing/wire.ts';
import type { System } from '../../../e2e/testing/system.ts';

const limits = {
  openTickets: 10_000, openUrgentTickets: 1_000, ticketsPerDay: 10_000, commentsPerHour: 10_000, commentsPerTicketAndDay: 10_000,
  staffTicketsPerHour: 20_000, staffCommentsPerHour: 10_000,
};

/** Texts are tried, not limits: those of the service policy are out of reach. */
export const raiseLimits = ({ query }: System): Promise<unknown> =>
  query(
    'ticket',
    `INSERT INTO service_policy (version, effective_from, policy)
     SELECT version + 1, now(), policy || jsonb_build_object('limits', $1::jsonb) FROM service_policy ORDER BY version DESC LIMIT 1`,
    [JSON.stringify(limits)],
  );

/** An expert who stands at a customer's door. */
export async function visitOnSite(system: System): Promise<{ visitId: string; email: string }> {
  const { id } = await createTicket(system);
  const { expert, email, offerId } = await offered(system, id);
  const visitId = await visitOf(expert, offerId);
  await sendWell(expert, 'StartTravel', { visitId });
  await sendWell(expert, 'ArriveOnSite', { visitId });
  return { visitId, email };
}
