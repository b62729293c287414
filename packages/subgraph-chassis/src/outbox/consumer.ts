import type { JobHandler } from '../broker/jobWorker.ts';
import type { ObserveMessage } from '../metrics/outboxMetrics.ts';
import { inSpan, type OpenSpan } from '../tracing/tracing.ts';
import { acknowledge, begin, failed, type DeliverySettings, type Failing } from './delivery.ts';
import { keepLeases } from './leases.ts';
import { TryLater, type Message, type MessageJob, type RunSql } from './message.ts';

/** Done once, in the transaction that acknowledges the message. May return what is to happen after the commit. */
export type Effect<Tx> = (tx: Tx) => Promise<(() => void) | void>;

/**
 * Looks up, outside any transaction, what the effect needs, and returns the effect; null when nothing is to be written.
 * Throws TryLater when another process does not answer; the message then comes again and again until it does.
 */
export type MessageHandler<Tx> = (message: Message) => Promise<Effect<Tx> | null>;

export type ConsumerSettings<Tx> = DeliverySettings & {
  /** Stands in the inbox: renaming it handles everything that is under way once more. */
  name: string;
  handlers: Readonly<Record<string, MessageHandler<Tx>>>;
  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  sqlOf(tx: Tx): RunSql;
  /** True for errors of a lost race (a serialization failure, a slot that somebody else took): looked up and done anew at once. */
  isLostRace?: (error: unknown) => boolean;
  onError?: (error: Error, message: Message) => void;
  observe?: ObserveMessage | undefined;
};

/** For `broker.worker(…)`: never rejects for what a handler did, since the outbox, not the broker, delivers again. */
export function createConsumer<Tx>(settings: ConsumerSettings<Tx>): JobHandler {
  const leases = keepLeases(settings);
  const deliver = async (messageId: string, span: OpenSpan | undefined): Promise<void> => {
    const message = await begin(settings, messageId);
    if (!message) return span?.set({ outcome: 'done before' });
    span?.set({ tries: message.tries });
    const begunAt = performance.now();
    const observe = (outcome: 'done' | 'failed'): void => settings.observe?.(message.type, outcome, (performance.now() - begunAt) / 1_000);
    try {
      await leases.during(message.id, () => handle(settings, message));
      observe('done');
    } catch (error) {
      observe('failed');
      span?.fail(error);
      settings.onError?.(error as Error, message);
      await failed(settings, message.id, error as Error, failingOf(error));
    }
  };
  return ({ name, data }) => {
    const { messageId, traceparent } = data as MessageJob;
    const attributes = { 'messaging.system': 'bullmq', 'messaging.operation.type': 'process', 'messaging.message.id': messageId };
    return inSpan(`process ${name}`, { kind: 'consumer', parent: { traceparent }, attributes }, (span) => deliver(messageId, span));
  };
}

const RACES = 8;

async function handle<Tx>(settings: ConsumerSettings<Tx>, message: Message, races = RACES): Promise<void> {
  try {
    await handleOnce(settings, message);
  } catch (error) {
    if (races === 0 || !settings.isLostRace?.(error)) throw error;
    await handle(settings, message, races - 1);
  }
}

async function handleOnce<Tx>(settings: ConsumerSettings<Tx>, message: Message): Promise<void> {
  const handler = settings.handlers[message.type];
  if (!handler) throw new Error(`no handler for messages of type ${message.type}`);
  const effect = await handler(message);
  if (!effect) return void (await acknowledge(settings.sql, message.id, settings.name, settings.tables));
  const afterCommit = await settings.inTransaction(async (tx) => {
    const fresh = await acknowledge(settings.sqlOf(tx), message.id, settings.name, settings.tables);
    return fresh ? effect(tx) : undefined;
  });
  afterCommit?.();
}

function failingOf(error: unknown): Failing {
  if (!(error instanceof TryLater)) return { counts: true };
  return error.afterMs === undefined ? { counts: false } : { counts: false, afterMs: error.afterMs };
}
