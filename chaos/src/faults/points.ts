import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { crashPoints } from '../inside/crashPoints.ts';
import type { FaultKind } from './fault.ts';

const REACHED_WITHIN_MS = 8_000;

/** Whoever comes to the place next dies there. */
export const pointFaults: readonly FaultKind[] = crashPoints.map(({ name, role }) => ({
  kind: `crash-${name}`,
  inject: async ({ system }) => {
    const request = join(system.folder, `${role}.${name}.armed`);
    const end = Date.now() + REACHED_WITHIN_MS;
    await writeFile(request, '');
    while (existsSync(request) && Date.now() < end) await pause(50);
    const reached = !existsSync(request);
    await rm(request, { force: true });
    return { detail: reached ? `${role} died there` : 'nobody came by', lastsMs: 100, heal: async () => undefined };
  },
}));
