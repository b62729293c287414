import { neverThrowing } from '@sysops-squad/chassis/listeners';
import pg from 'pg';
import { channel, keysOf } from './wakeTransport.ts';
import type { WakeTransport } from './wakeTransport.ts';

const retryMs = 1_000;
// NOTIFY takes at most 8,000 bytes.
const keysPerMessage = 100;

/** One connection that listens and notifies; it is opened again when it breaks. Notifying stays outside of every transaction of ours. */
export async function openPostgresWake(databaseUrl: string, onKeys: (keys: string[]) => void, onError: (error: Error) => void): Promise<WakeTransport> {
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const reconnect = (error: Error) => {
    client = undefined;
    if (closed) return;
    onError(error);
    retry = setTimeout(neverThrowing(() => connect().catch(reconnect)), retryMs);
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'ticket wake', connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true });
    let broken = false;
    next.on('error', neverThrowing((error: Error) => {
      if (!broken) reconnect(error);
      broken = true;
    }));
    next.on('notification', neverThrowing(({ payload }: pg.Notification) => onKeys(keysOf(payload ?? '')), (error) => onError(error as Error)));
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    if (closed) return void next.end();
    client = next;
  };
  await connect();
  return {
    async publish(keys) {
      for (let from = 0; from < keys.length && client; from += keysPerMessage) {
        await client.query('SELECT pg_notify($1, $2)', [channel, JSON.stringify(keys.slice(from, from + keysPerMessage))]);
      }
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
