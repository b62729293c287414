import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { PushLog } from '../checks/pushes.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Actor, Data } from './actor.ts';

export type Subscription = {
  log: PushLog;
  query: string;
  variables: Record<string, unknown>;
  /** What of an event is written down, besides its cursor. */
  read: (event: Data) => { cursor: string; what: string; about: string };
  onEvent: (event: Data) => void;
  until: AbortSignal;
};

/** The place in its stream that a cursor stands for: the checker may know what clients must not. */
export const positionOf = (cursor: string): number => Number(Buffer.from(cursor, 'base64url').toString('utf8').split('|').at(-1));

/** Subscribes, and after each break goes on behind the last cursor, as a front end does. */
export async function follow(url: string, actor: Actor, recorder: Recorder, subscription: Subscription): Promise<void> {
  let after: string | undefined;
  while (!subscription.until.aborted) {
    try {
      for await (const event of connection(url, actor, subscription, after)) {
        const { cursor, what, about } = subscription.read(event);
        after = cursor;
        subscription.log.pushes.push({ position: positionOf(cursor), what, about, at: Date.now() });
        subscription.onEvent(event);
      }
    } catch (error) {
      if (!subscription.until.aborted) recorder.failure(`subscription ${String((error as Error).message ?? (error as { reason?: string }).reason ?? error).slice(0, 80)}`);
    }
    await pause(200 + Math.random() * 300, undefined, { signal: subscription.until }).catch(() => undefined);
  }
}

/** One that is ended while it connects says so when nobody listens to it any more; that must not end the campaign. */
class CalmSocket extends WebSocket {
  constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
    super(...parameters);
    this.on('error', () => undefined);
  }
}

/** One connection: it ends when anything breaks, and never repairs itself, since it would then begin at its old place. */
async function* connection(url: string, actor: Actor, { query, variables, until }: Subscription, after: string | undefined): AsyncGenerator<Data> {
  const token = await actor.accessToken();
  if (until.aborted) return;
  const client = createClient({
    url: url.replace(/^http/, 'ws'), webSocketImpl: CalmSocket, retryAttempts: 0, shouldRetry: () => false, lazy: true,
    connectionParams: { authorization: `Bearer ${token}` }, connectionAckWaitTimeout: 8_000,
  });
  const end = (): void => void client.terminate();
  until.addEventListener('abort', end, { once: true });
  try {
    for await (const { data, errors } of client.iterate<Data>({ query, variables: { ...variables, ...(after ? { after } : {}) } })) {
      if (errors?.length && !data) throw new Error(errors[0]!.message);
      if (data) yield Object.values(data)[0] as Data;
    }
  } finally {
    until.removeEventListener('abort', end);
    client.terminate();
    await client.dispose();
  }
}
