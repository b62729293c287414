import type { Logger } from '@sysops-squad/chassis/logger';
import type { NewId } from '../newId.ts';
import type { PspPort } from '../psp/port.ts';
import type { Storage } from '../storage/storage.ts';

export type Dependencies = { storage: Storage; psp: PspPort; clock: () => Date; newId: NewId; logger: Logger };

export type BillingLimits = {
  /** Charges under way at one time. */
  parallelCharges: number;
  /** A run that takes longer answers with what it has done, and goes on. */
  answerWithinMs: number;
  /** When it is raised, a run stops where it is; the next one goes on from there. */
  stopping: AbortSignal;
};
