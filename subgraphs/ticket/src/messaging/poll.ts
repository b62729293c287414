import { neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Database } from '../storage/prisma.ts';
import type { Wake } from './wake.ts';

type PollOptions = { database: Database; wake: Pick<Wake, 'keys' | 'wakeLocally'>; intervalMs?: number; onError: (error: unknown) => void };

/** Makes up for lost wakes: one look per process every two seconds, however many subscribers there are. */
export function startPoll({ database, wake, intervalMs = 2_000, onError }: PollOptions): { stop: () => void } {
  let known = new Map<string, number>();
  let stopped = false;
  const look = async () => {
    const heads = await headsOf(database, wake.keys());
    wake.wakeLocally([...heads].filter(([key, head]) => known.get(key) !== head).map(([key]) => key));
    known = heads;
  };
  const lookAndGoOn = (): Promise<void> => look().catch(onError).finally(() => { if (!stopped) timer = next(); });
  const next = (): NodeJS.Timeout => setTimeout(neverThrowing(lookAndGoOn, onError), intervalMs);
  let timer = next();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function headsOf(database: Database, keys: readonly string[]): Promise<Map<string, number>> {
  const ids = (kind: string) => keys.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));
  const [experts, tickets] = [ids('expert'), ids('ticket')];
  if (experts.length + tickets.length === 0) return new Map();
  const heads = await database.$queryRaw<{ key: string; head: bigint }[]>`
    SELECT 'expert:' || expert_id AS key, sequence AS head FROM expert_feed_head WHERE expert_id = ANY(${experts}::text[])
    UNION ALL SELECT 'ticket:' || id, version FROM ticket WHERE id = ANY(${tickets}::text[])`;
  return new Map(heads.map(({ key, head }) => [key, Number(head)]));
}
