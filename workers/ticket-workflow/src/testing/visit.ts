import type { Desk } from './desk.ts';

type Outcome = Parameters<Desk['commands']['completeVisit']>[1]['outcome'];

/** The ticket's offer is accepted, and its expert goes there, waits as long as they must and completes the visit. */
export async function visit(desk: Desk, ticketId: string, outcome: Outcome): Promise<void> {
  const { expertId, id, visitId } = await desk.offer(ticketId);
  await desk.commands.acceptOffer(expertId, id);
  await desk.commands.startTravel(expertId, visitId);
  await desk.commands.arriveOnSite(expertId, visitId);
  await desk.waited(visitId);
  await desk.commands.completeVisit(expertId, { visitId, outcome, notes: null, publishArticle: null });
}
