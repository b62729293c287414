import { requireRole } from '@sysops-squad/chassis/authorize';
import type { Caller } from '@sysops-squad/chassis/caller';

/** Whoever reads the knowledge base: staff, no customers. */
export const requireReader = (caller: Caller): void => requireRole(caller, 'EXPERT', 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');
