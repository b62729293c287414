import type { FormattedExecutionResult } from 'graphql';

export type Result<Data> = FormattedExecutionResult<Data, Record<string, unknown>>;

/** How many events right before this one were left out, by the router or here. */
export const leftOutBefore = ({ extensions }: Result<unknown>): number => (extensions?.['gap'] as { leftOut: number } | undefined)?.leftOut ?? 0;

/**
 * The events of one subscription that wait for their reader, at most so many. Of more the oldest are left out, and the next one says how many, as the router's
 * do: `extensions.gap.leftOut`.
 */
export function createUnreadEvents<Data>(most: number) {
  if (!Number.isInteger(most) || most < 1) throw new RangeError(`at least one event has to be allowed to wait, not ${most}`);
  const waiting: Result<Data>[] = [];
  let leftOut = 0;
  return {
    count: () => waiting.length,
    isFull: () => waiting.length === most,
    put(event: Result<Data>): void {
      if (waiting.length === most) leftOut += 1 + leftOutBefore(waiting.shift()!);
      waiting.push(event);
    },
    take(): Result<Data> | undefined {
      const event = waiting.shift();
      if (!event || leftOut === 0) return event;
      const gap = { leftOut: leftOut + leftOutBefore(event) };
      leftOut = 0;
      return { ...event, extensions: { ...event.extensions, gap } };
    },
    clear: () => void waiting.splice(0),
  };
}
