import { retryTimer } from '../../../../subgraphs/ticket/src/storage/timers.ts';
import { isLostRace } from './lostRace.ts';
import { takeTurn, type Dispatcher } from './turn.ts';

const TOGETHER = 24;
const RACES = 4;

/** One turn in a territory. True when there may be more to do there at once. */
export async function serveTerritory(dispatcher: Dispatcher, territoryId: string): Promise<boolean> {
  for (let race = 0; race < RACES; race += 1) {
    try {
      const served = await takeTurn(dispatcher, territoryId, TOGETHER);
      return served?.length === TOGETHER;
    } catch (error) {
      if (isLostRace(error)) continue;
      dispatcher.workflow.logger.warn({ err: error, territoryId }, 'a batch failed: one after the other');
      break;
    }
  }
  return serveSingly(dispatcher, territoryId);
}

/** What fails for one ticket must not keep the others waiting: that one is put off. */
async function serveSingly(dispatcher: Dispatcher, territoryId: string): Promise<boolean> {
  try {
    return ((await takeTurn(dispatcher, territoryId, 1))?.length ?? 0) > 0;
  } catch (error) {
    if (isLostRace(error)) return true;
    dispatcher.workflow.logger.warn({ err: error, territoryId }, 'dispatch failed, the most urgent ticket is put off');
    await putOffFirst(dispatcher, territoryId);
    return true;
  }
}

async function putOffFirst({ workflow }: Dispatcher, territoryId: string): Promise<void> {
  const [first] = await workflow.sql<{ id: string }>(
    `SELECT ticket.id FROM timer JOIN ticket ON ticket.id = timer.ticket_id
     WHERE timer.kind = 'RETRY_DISPATCH' AND timer.done_at IS NULL AND timer.due_at <= now() AND ticket.territory_id = $1
     ORDER BY ticket.priority, ticket.created_at, ticket.id LIMIT 1`, [territoryId]);
  if (first) await workflow.sql(`UPDATE timer SET due_at = now() + ${ASK_AGAIN_AFTER} WHERE id = $1 AND done_at IS NULL`, [retryTimer(first.id)]);
}

/** Half of what it has waited so far: ever less often for a ticket that is at fault, and soon for one that met a moment's outage. */
const ASK_AGAIN_AFTER = `least(interval '30 seconds', greatest(interval '1 second',
  (now() - (SELECT max(at) FROM ticket_history WHERE ticket_history.ticket_id = timer.ticket_id)) / 2))`;
