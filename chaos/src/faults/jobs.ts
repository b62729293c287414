import { setTimeout as pause } from 'node:timers/promises';
import type { Arena, FaultKind } from './fault.ts';
import { nothingToHeal } from './fault.ts';

const RECENT = 40;
type Message = { id: string; type: string };

const recent = ({ system }: Arena): Promise<Message[]> =>
  system.sql.ticket<Message>('SELECT id, type FROM outbox ORDER BY created_at DESC, id DESC LIMIT $1', [RECENT]);

/** Jobs that the broker already gave out, under ids of their own, newest first. */
async function addAgain({ system, random }: Arena, messages: readonly Message[], copies: number): Promise<number> {
  const run = `${Date.now()}.${random.below(1_000_000)}`;
  const jobs = messages.flatMap(({ id, type }) => Array.from({ length: copies }, (_, copy) => ({ id: `again.${id.replaceAll(':', '.')}-${run}-${copy}`, name: type, data: { messageId: id } })));
  await system.broker.add(jobs);
  return jobs.length;
}

export const jobFaults: readonly FaultKind[] = [
  {
    kind: 'jobs-twice-in-reverse',
    inject: async (arena) => ({ detail: `${await addAgain(arena, await recent(arena), 2)} jobs, newest first`, lastsMs: 0, heal: nothingToHeal }),
  },
  {
    kind: 'jobs-late',
    inject: async (arena) => {
      const kept = await recent(arena);
      await pause(2_000);
      return { detail: `${await addAgain(arena, kept, 1)} jobs of two seconds ago`, lastsMs: 0, heal: nothingToHeal };
    },
  },
  {
    // Stronger than anything that can happen: the relay hands out once more what was handled, and only the inbox knows.
    kind: 'acknowledgements-forgotten',
    inject: async ({ system }) => {
      const rows = await system.sql.ticket(
        `UPDATE outbox SET acked_at = NULL, handed_at = NULL, starts = 0, next_at = now() WHERE id IN (
           SELECT id FROM outbox WHERE acked_at IS NOT NULL AND dead_at IS NULL ORDER BY created_at DESC LIMIT $1) RETURNING id`, [RECENT]);
      return { detail: `${rows.length} messages`, lastsMs: 0, heal: nothingToHeal };
    },
  },
];
