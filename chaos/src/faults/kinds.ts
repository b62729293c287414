import { combinedFaults } from './combined.ts';
import type { FaultKind } from './fault.ts';
import { jobFaults } from './jobs.ts';
import { pointFaults } from './points.ts';
import { processFaults } from './processes.ts';
import { fullDisk, serverFaults } from './servers.ts';
import { wireFaults } from './wires.ts';

/** Every kind of fault that this machine allows. */
export function faultKinds({ ownDisk }: { ownDisk: boolean }): FaultKind[] {
  const single = [...processFaults, ...serverFaults, ...(ownDisk ? [fullDisk] : []), ...wireFaults, ...jobFaults, ...pointFaults];
  return [...single, ...combinedFaults(single)];
}
