import { neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Importance } from './importance.ts';
import { isRefused, loadLimits, type Load } from './load.ts';

const lookEveryMs = 50;
const smoothedOverMs = 1_000;
/** One long task is no overload, however long it was. */
const mostAtOnce = 0.3;

/** How much there is to do: requests in flight, and by how much the event loop lags behind. */
export function startLoadMeter({ requestsInFlight = loadLimits.inFlight, now = () => performance.now() }: { requestsInFlight?: number | undefined; now?: () => number } = {}) {
  const limits = { ...loadLimits, inFlight: requestsInFlight };
  const shed: Record<Importance, number> = { read: 0, change: 0, ticket: 0 };
  let inFlight = 0;
  let delayMs = 0;
  let lookedAt = now();
  const timer = setInterval(neverThrowing(() => {
    const passed = now() - lookedAt;
    const late = Math.max(0, passed - lookEveryMs);
    delayMs += (late - delayMs) * Math.min(mostAtOnce, passed / smoothedOverMs);
    lookedAt = now();
  }), lookEveryMs).unref();
  const load = (): Load => ({ inFlight, delayMs });
  return {
    load,
    /** How many were refused since the start. */
    shed: (): Readonly<Record<Importance, number>> => shed,
    refuses(importance: Importance): boolean {
      const refused = isRefused(importance, load(), Math.random(), limits);
      if (refused) shed[importance] += 1;
      return refused;
    },
    /** Gives back what is to be called when it is over. */
    begin(): () => void {
      inFlight += 1;
      return () => void (inFlight -= 1);
    },
    stop: () => clearInterval(timer),
  };
}
export type LoadMeter = ReturnType<typeof startLoadMeter>;
