import type { Caller, Role } from './caller.ts';
import { forbidden, unauthenticated } from './graphqlErrors.ts';

export const hasRole = (caller: Caller, ...allowed: Role[]): boolean =>
  caller.roles.some((role) => allowed.includes(role));

/** @throws GraphQLError UNAUTHENTICATED */
export function requireSignedIn(caller: Caller): void {
  if (caller.kind === 'anonymous') throw unauthenticated();
}

/** @throws GraphQLError UNAUTHENTICATED without a caller, FORBIDDEN when none of the caller's roles is allowed */
export function requireRole(caller: Caller, ...allowed: Role[]): void {
  requireSignedIn(caller);
  if (!hasRole(caller, ...allowed)) throw forbidden(`This needs the role ${allowed.join(' or ')}.`);
}
