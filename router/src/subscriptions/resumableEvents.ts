import { setTimeout as wait } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { SubscriptionRefused } from './planSubscription.ts';
import { isEnd, type StreamEnd, type UpstreamEvent } from './upstreamStream.ts';

export type EventStream = { next: () => Promise<UpstreamEvent | StreamEnd>; close: () => void };

type Options = {
  /** Whose events they are: by its rules clients are told of what it refuses. */
  subgraph: string;
  /** Subscribes behind a cursor; undefined: the beginning. Asked again after each break, so it may choose another plan or address. */
  open: (after: unknown) => Promise<EventStream>;
  /** The event's cursor; undefined where the field has none, which cannot go on after a break. */
  cursorOf: (event: UpstreamEvent) => unknown;
  after: unknown;
  canResume: () => boolean;
  /** How long to go on trying to reach a subgraph that is gone. */
  giveUpAfterMs: number;
  onBreak: (reason: string) => void;
};

/**
 * The events of one subscription, in order and each at most once, across breaks of the connection to the subgraph.
 * @throws SubscriptionRefused when the subgraph refuses, or stays away for too long
 */
export async function* resumableEvents(options: Options, signal: AbortSignal): AsyncGenerator<UpstreamEvent, void, void> {
  let after = options.after;
  let brokenSince: number | undefined;
  let tries = 0;
  for (let seam = false; !signal.aborted; seam = true) {
    const stream = await options.open(after);
    const stop = (): void => stream.close();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for (;;) {
        const item = await stream.next();
        if (isEnd(item)) {
          if (item.end === 'complete') return;
          if (item.end === 'errors') throw new SubscriptionRefused(item.errors.map((error) => asGraphqlError(error, options.subgraph)));
          options.onBreak(item.reason);
          break;
        }
        const cursor = options.cursorOf(item);
        const repeated = seam && cursor !== undefined && cursor === after;
        seam = false;
        if (repeated) continue;
        if (cursor !== undefined) after = cursor;
        [brokenSince, tries] = [undefined, 0];
        yield item;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stream.close();
    }
    brokenSince ??= Date.now();
    if (!options.canResume() || Date.now() - brokenSince > options.giveUpAfterMs) throw interrupted();
    await pause(tries++, signal);
  }
}

/** At once after the first break, then 50 ms, doubling up to 2 s, with a random part so that subscribers do not return together. */
async function pause(tries: number, signal: AbortSignal): Promise<void> {
  if (tries === 0) return;
  const longest = Math.min(2_000, 50 * 2 ** (tries - 1));
  await wait(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
}

const interrupted = (): SubscriptionRefused =>
  new SubscriptionRefused([new GraphQLError('The connection behind this subscription broke: subscribe again.', { extensions: { code: 'UNAVAILABLE' } })]);

/** Marked as a subgraph's, so that only public codes and messages reach the client. */
const asGraphqlError = ({ message, extensions }: { message: string; extensions?: Record<string, unknown> }, serviceName: string): GraphQLError =>
  new GraphQLError(message, { extensions: { ...extensions, serviceName } });
