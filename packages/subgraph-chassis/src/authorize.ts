import type { Caller, Role } from './caller.ts';
import { unauthenticated } from './graphqlErrors.ts';

/**
 * For decisions that a role has a part in: whose a thing is, how much of it is shown, in whose name something is done. Which role may use
 * a field at all is said in the schema and nowhere else (decision 19); it is enforced before a resolver runs.
 */
export const hasRole = (caller: Caller, ...allowed: Role[]): boolean =>
  caller.roles.some((role) => allowed.includes(role));

/** Where a policy of the schema lets nobody known pass as well, since they may be registering or signing in. @throws GraphQLError UNAUTHENTICATED */
export function requireSignedIn(caller: Caller): void {
  if (caller.kind === 'anonymous') throw unauthenticated();
}
