import { neverThrowing } from '../listeners.ts';
import { DEFAULT_LEASE_MS, renew, type DeliverySettings } from './delivery.ts';

export type Leases = {
  /** Nobody takes the message for lost while the work goes on in this process. */
  during<T>(messageId: string, work: () => Promise<T>): Promise<T>;
};

/** One statement for everything that this process is handling, three times in a lease; none for what takes a moment. */
export function keepLeases(settings: DeliverySettings): Leases {
  const { leaseMs = DEFAULT_LEASE_MS, handlingMs = 60_000 } = settings;
  const everyMs = leaseMs / 3.5;
  const held = new Map<symbol, { messageId: string; since: number }>();
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> | undefined;

  function tick(): void {
    const now = performance.now();
    const ids = [...held.values()].filter(({ since }) => now - since > everyMs / 2 && now - since < handlingMs).map(({ messageId }) => messageId);
    if (ids.length === 0 || renewing) return;
    // Not renewed is not lost: the message comes again, and the inbox knows it.
    renewing = renew(settings, ids).catch(() => undefined).finally(() => (renewing = undefined));
  }

  function letGo(handling: symbol): void {
    held.delete(handling);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    async during(messageId, work) {
      const handling = Symbol(messageId);
      held.set(handling, { messageId, since: performance.now() });
      timer ??= setInterval(neverThrowing(tick), everyMs);
      try {
        return await work();
      } finally {
        letGo(handling);
      }
    },
  };
}
