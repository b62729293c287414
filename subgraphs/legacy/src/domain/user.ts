import { hasRole, requireSignedIn } from '@sysops-squad/chassis/authorize';
import type { Caller, Role } from '@sysops-squad/chassis/caller';
import { forbidden } from '@sysops-squad/chassis/graphqlErrors';

export type User = { id: string; email: string; roles: Role[]; active: boolean; createdAt: Date; customerId: string | null };

/** An account is seen by itself and by ADMIN. `justSignedIn`: the request that signs in has no token yet. */
export function requireAccountSight(caller: Caller, account: { id: string; justSignedIn?: boolean }): void {
  if (account.justSignedIn) return;
  requireSignedIn(caller);
  if (caller.id !== account.id && !hasRole(caller, 'ADMIN', 'SYSTEM')) throw forbidden('Only the account itself and an ADMIN see this.');
}
