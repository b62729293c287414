import type { Caller } from '@sysops-squad/chassis/caller';
import { callers, eventually, type CallerName, type runningLegacy } from './runningLegacy.ts';

export const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
export const wish = { productId: 'prd_000001', description: 'It makes a noise.', addressId: 'adr_000001', windows: [{ start: days(2), end: days(2.3) }], idempotencyKey: 'ticket-key-1' };

/** Makes tickets at the monolith, through what ticket has taken over and given back. */
export function ticketsOn(legacy: () => Awaited<ReturnType<typeof runningLegacy>>) {
  const create = (input: object, caller: CallerName = 'customer') =>
    legacy().ask(callers[caller], 'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id number status priority product { id name } customer { id name } contract { id } windows { start end } } userErrors { code field } } }', { input });
  const newTicket = async (): Promise<string> => (await create(wish)).data.createTicket.ticket.id;
  const statusOf = async (id: string) => (await legacy().monolith.rows('SELECT status FROM ticket WHERE id = $1', [id]))[0]!['status'] as string;
  /** The monolith assigns after its reply, to somebody in the territory. */
  const offered = (id: string) => eventually(async () => ((await statusOf(id)) === 'OFFERED' ? id : undefined));

  async function acceptedVisit(): Promise<{ ticketId: string; visitId: string; expert: Caller }> {
    const ticketId = await offered(await newTicket());
    await legacy().rest('POST', `tickets/${ticketId}/accept`, {});
    const [row] = await legacy().monolith.rows(
      'SELECT t.assigned_expert_id AS expert_id, p.user_id FROM ticket t JOIN expert_profile e ON e.id = t.assigned_expert_id JOIN profile p ON p.id = e.profile_id WHERE t.id = $1', [ticketId],
    );
    return { ticketId, visitId: ticketId.replace('tic_', 'vis_'), expert: { ...callers.expert, id: row!['user_id'], expertId: row!['expert_id'] } };
  }
  return { create, newTicket, offered, acceptedVisit };
}
