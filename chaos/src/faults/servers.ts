import type { FaultKind } from './fault.ts';
import { nothingToHeal } from './fault.ts';

export const serverFaults: readonly FaultKind[] = [
  {
    kind: 'postgres-crash', alone: true,
    inject: async ({ system, random }) => {
      await system.postgres.crash();
      return { detail: 'immediate, with recovery', lastsMs: random.below(1_500), heal: () => system.postgres.start() };
    },
  },
  {
    kind: 'broker-pause',
    inject: async ({ system }) => {
      system.broker.pause();
      return { detail: 'answers nobody', lastsMs: 2_500, heal: async () => system.broker.resume() };
    },
  },
  {
    kind: 'broker-kill', alone: true,
    inject: async ({ system, random }) => {
      await system.broker.kill();
      return { detail: system.broker.kind === 'redis' ? 'starts empty' : 'starts with what it had', lastsMs: random.below(1_500), heal: () => system.broker.revive() };
    },
  },
  {
    kind: 'broker-wipe', alone: true,
    inject: async ({ system }) => {
      await system.broker.wipe();
      return { detail: 'everything in it is gone', lastsMs: 0, heal: nothingToHeal };
    },
  },
];

/** The database's disk is full; what PostgreSQL does about it, an error or an end, is its own business. */
export const fullDisk: FaultKind = {
  kind: 'disk-full', alone: true,
  inject: async ({ system }) => {
    await system.postgres.fillDisk();
    return {
      detail: "PostgreSQL's disk", lastsMs: 2_000,
      heal: async () => {
        await system.postgres.emptyDisk();
        await system.postgres.ensureRunning();
      },
    };
  },
};
