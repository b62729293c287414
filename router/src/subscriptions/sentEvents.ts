import type { ExecutionResult } from 'graphql';
import { stringifyAnswer } from '../execution/writtenData.ts';
import type { LiveEvents } from './subscription.ts';

type Parts = { id: string; events: LiveEvents; asPublic: (result: ExecutionResult) => { data?: unknown }; send: (text: string) => Promise<void> };

/**
 * Sends the events of one subscription, each when the one before has left, as text that is written once: the library of the protocol, which would read and
 * write each anew, sees only how it ends.
 */
export function sentEvents({ id, events, asPublic, send }: Parts): AsyncGenerator<never, void, void> {
  const beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  // a function of its own, so that whoever waits for an event does not hold the one before
  const sendNext = async (): Promise<boolean> => {
    const { done, value } = await events.next();
    if (!done) await send(`${beginning}${stringifyAnswer(asPublic(value.result))}}`);
    return !done;
  };
  const sent: AsyncGenerator<never, void, void> = {
    async next() {
      for (let more = true; more; more = await sendNext());
      return { done: true, value: undefined };
    },
    return: async () => (await events.return(), { done: true, value: undefined }),
    throw: async (error) => (await events.throw(error), { done: true, value: undefined }),
    [Symbol.asyncIterator]: () => sent,
    [Symbol.asyncDispose]: async () => void (await events.return()),
  };
  return sent;
}
