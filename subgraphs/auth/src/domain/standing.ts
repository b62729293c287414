import type { Caller } from '@sysops-squad/chassis/caller';
import type { AccountStatus, PersonRole } from './account.ts';

/** What an account and one of its sessions are at this moment. */
export type Standing = { status: AccountStatus; roles: PersonRole[]; customerId: string | null; expertId: string | null; sessionEnded: boolean };

/** Whether a token still says what is true: its account is active, its session goes on, and no right that it states was taken away. */
export function stillHolds({ roles, customerId, expertId }: Pick<Caller, 'roles' | 'customerId' | 'expertId'>, now: Standing | null): boolean {
  if (now?.status !== 'ACTIVE' || now.sessionEnded) return false;
  const held: readonly string[] = now.roles;
  return roles.every((role) => held.includes(role)) && holdsLink(customerId, now.customerId) && holdsLink(expertId, now.expertId);
}

const holdsLink = (stated: string | null, now: string | null): boolean => stated === null || stated === now;
