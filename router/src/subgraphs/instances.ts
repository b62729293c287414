import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Admission, BreakerState, Ending } from './breaker.ts';
import type { Instance } from './instance.ts';
import { leastLoaded, wantedOf } from './leastLoaded.ts';

/** A call that an instance has let in; to be ended once. */
export type Visit = {
  instance: () => Instance;
  /** False: nobody else is to be asked now, and it stays where it is. */
  goElsewhere: (left: Ending) => boolean;
  ended: (ending: Ending) => void;
};
export type InstancesState = { breaker: BreakerState; ready: number; leftOut: number };

type Admitted = { instance: Instance; admission: Admission };
type Parts = { open: (url: string) => Instance; onCloseFailed: (error: unknown) => void; lookEveryMs?: number };

const mostOpen: Record<BreakerState, number> = { closed: 0, trying: 1, open: 2 };

/** The processes that serve one subgraph just now. Each is asked twice a second whether it wants calls, as long as another could take them. */
export function createInstances(urls: readonly string[], { open, onCloseFailed, lookEveryMs = 500 }: Parts) {
  let members: Instance[] = [];
  const look = (): void => {
    for (const member of members) if (members.length > 1 || !member.isReady()) inBackground(member.look());
  };
  const looking = setInterval(neverThrowing(look), lookEveryMs).unref();

  /** From now on these. Calls under way at others are waited for, and no more go there. */
  const use = (wanted: readonly string[]): void => {
    const leaving = members.filter(({ url }) => !wanted.includes(url));
    members = [...new Set(wanted)].map((url) => members.find((member) => member.url === url) ?? open(url));
    for (const member of leaving) member.close().catch(onCloseFailed);
  };
  use(urls);

  const admitted = (except?: Instance): Admitted | null => {
    const wanted = wantedOf(members.filter((member) => member !== except), (member) => member.isReady());
    for (const instance of leastLoaded(wanted, ({ guard }) => guard.inFlight())) {
      const admission = instance.guard.admit();
      if (admission) return { instance, admission };
    }
    return null;
  };
  const visitAt = (first: Admitted): Visit => {
    let { instance, admission } = first;
    return {
      instance: () => instance,
      goElsewhere(left) {
        const other = admitted(instance);
        if (!other) return false;
        instance.guard.ended(admission, left);
        ({ instance, admission } = other);
        return true;
      },
      ended: (ending) => instance.guard.ended(admission, ending),
    };
  };

  return {
    use,
    count: () => members.length,
    /** Null: nobody is to be asked now. */
    take(): Visit | null {
      const first = admitted();
      return first && visitAt(first);
    },
    /** For subscriptions, which have connections of their own. */
    wantedUrls(): string[] {
      return wantedOf(members, (member) => member.isReady() && member.guard.breaker() !== 'open').map(({ url }) => url);
    },
    state(): InstancesState {
      const ready = members.filter((member) => member.isReady() && member.guard.breaker() !== 'open').length;
      const breaker = members.map(({ guard }) => guard.breaker()).reduce((best, other) => (mostOpen[other] < mostOpen[best] ? other : best), 'open');
      return { breaker, ready, leftOut: members.length - ready };
    },
    close: async (): Promise<void> => {
      clearInterval(looking);
      await Promise.all(members.map((member) => member.close()));
    },
  };
}
export type Instances = ReturnType<typeof createInstances>;
