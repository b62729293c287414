import { startLoop, type Loop } from '../loop.ts';
import type { RunSql } from '../outbox/message.ts';
import type { Channels } from './channels.ts';
import { claimDue, forgetOld, markFailed, markSent, type DueMessage } from './outgoingStore.ts';

export type OutgoingSettings = {
  sql: RunSql;
  channels: Channels;
  now?: () => Date;
  everyMs?: number;
  /** What was sent, and what died, is kept so long: limits count within it. */
  keepMs?: number;
  /** Gets the message's id and the reason; never its text. */
  onError: (error: unknown, messageId?: string) => void;
};

const AT_ONCE = 4;
const SENT_WITHIN_MS = 30_000;
const LEASE_MS = 60_000;
const FORGET_EVERY_MS = 60_000;
const DAY = 24 * 60 * 60_000;

/** A second after the first failure, twice as long after each further one, ten minutes at most. */
export const pauseAfter = (tries: number): number => Math.min(1_000 * 2 ** (tries - 1), 600_000);

/** Sends what `queueMessage` wrote, until it is taken, dead or out of date. Several processes on one table share the work. */
export function startOutgoing({ everyMs = 500, onError, ...settings }: OutgoingSettings): Loop {
  const turn = sendDue({ ...settings, onError });
  return startLoop({ everyMs, onError, turn });
}

/** One turn: true when there may be more to send at once. */
export function sendDue({ sql, channels, now = () => new Date(), keepMs = 30 * DAY, onError }: OutgoingSettings): () => Promise<boolean> {
  let forgottenAt = -Infinity;
  return async () => {
    const at = now();
    if (Math.abs(at.getTime() - forgottenAt) >= FORGET_EVERY_MS) {
      await forgetOld(sql, at, keepMs);
      forgottenAt = at.getTime();
    }
    const due = await claimDue(sql, at, { leaseMs: LEASE_MS, limit: AT_ONCE });
    await Promise.all(due.map((message) => sendOne({ sql, channels, now, onError }, message)));
    return due.length === AT_ONCE;
  };
}

async function sendOne({ sql, channels, now, onError }: Required<Pick<OutgoingSettings, 'sql' | 'channels' | 'now' | 'onError'>>, message: DueMessage) {
  const { id, channel, recipient: to, subject, body, template } = message;
  try {
    await withinTime(channels[channel]({ id, to, subject, body, template, recipient_kind: 'ADDRESS', recipient_id: '' }));
  } catch (error) {
    onError(error, id);
    const failedAt = now();
    const nextAt = new Date(failedAt.getTime() + pauseAfter(message.tries));
    return void (await markFailed(sql, message, { error: (error as Error).message, at: failedAt, nextAt }));
  }
  await markSent(sql, id, now());
}

async function withinTime(sending: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not taken within ${SENT_WITHIN_MS / 1_000} s`)), SENT_WITHIN_MS);
  try {
    await Promise.race([sending, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
