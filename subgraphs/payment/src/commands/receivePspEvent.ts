import { eventIsHandled, receiveEvent, type ReceivedEvent } from '../storage/webhookEvents.ts';
import { collectPayments } from './collectPayments.ts';
import type { Dependencies } from './dependencies.ts';

/** An event only says that there is news: late, repeated and out of order, it makes us ask how the payment stands now. */
export async function receivePspEvent(parts: Dependencies, event: ReceivedEvent): Promise<void> {
  if (!(await receiveEvent(parts.storage.db, event, parts.clock()))) return;
  await collectPayments(parts, [event.paymentId]);
  await eventIsHandled(parts.storage.db, event.id, parts.clock());
}
