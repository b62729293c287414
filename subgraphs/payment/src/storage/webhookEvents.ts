import type { Db } from './storage.ts';

export type ReceivedEvent = { id: string; type: string; paymentId: string };

/** False when this event was received and handled before. */
export async function receiveEvent(db: Db, event: ReceivedEvent, receivedAt: Date): Promise<boolean> {
  await db.webhookEvent.createMany({ data: [{ ...event, receivedAt }], skipDuplicates: true });
  const { processedAt } = await db.webhookEvent.findUniqueOrThrow({ where: { id: event.id }, select: { processedAt: true } });
  return processedAt === null;
}

export async function eventIsHandled(db: Db, id: string, processedAt: Date): Promise<void> {
  await db.webhookEvent.updateMany({ where: { id, processedAt: null }, data: { processedAt } });
}
