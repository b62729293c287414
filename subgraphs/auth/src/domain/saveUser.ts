import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { isPersonRole, type Account, type PersonRole } from './account.ts';
import { normalEmail } from './email.ts';
import { staffMinimum, weaknessOf } from './password.ts';

export type SaveUser = {
  id?: string | null;
  email?: string | null;
  password?: string | null;
  roles?: string[] | null;
  active?: boolean | null;
  customerId?: string | null;
  expertId?: string | null;
  /** The version that the ADMIN has seen; absent: the last save wins. */
  expectedVersion?: number | null;
};

/** An account as it shall be; `password` is the new one in clear, null: unchanged. */
export type SavedUser = Omit<Account, 'id' | 'passwordHash' | 'createdAt' | 'emailVerifiedAt' | 'version'> & { password: string | null };

export type SaveUserDecision = { refused: UserError[] } | { saved: SavedUser; endsSessions: boolean };

/** Absent and null leave what is there; a new account needs e-mail, password and roles. */
export function decideSaveUser(input: SaveUser, before: Account | null): SaveUserDecision {
  if (before && input.expectedVersion != null && input.expectedVersion !== before.version) return { refused: [conflict(before.version, input.expectedVersion)] };
  const email = normalEmail(input.email ?? before?.email ?? '');
  const password = input.password ?? null;
  const roles = [...new Set(input.roles ?? before?.roles ?? [])];
  const refused = [
    ...(email ? [] : [userError('INVALID_EMAIL', 'This is not an e-mail address, e.g. name@example.org.', 'email')]),
    ...checkPassword(password, email ?? '', before),
    ...checkRoles(roles),
  ];
  if (refused.length > 0 || !email) return { refused };
  const status = (input.active ?? before?.status !== 'DEACTIVATED') ? 'ACTIVE' : 'DEACTIVATED';
  const customerId = input.customerId ?? before?.customerId ?? null;
  const expertId = input.expertId ?? before?.expertId ?? null;
  const saved: SavedUser = { email, roles: roles as PersonRole[], status, customerId, expertId, password };
  return { saved, endsSessions: before !== null && (password !== null || losesRight(before, saved)) };
}

const conflict = (present: number, expected: number): UserError =>
  userError('CONFLICT', `It was changed meanwhile: it is at version ${present}, not ${expected}. Look at it as it is now, then save again.`, 'expectedVersion');

/** Tokens state roles and links: they are good no longer when one of these is gone. */
function losesRight(before: Account, { status, roles, customerId, expertId }: SavedUser): boolean {
  const loses = (link: string | null, now: string | null): boolean => link !== null && link !== now;
  return status !== 'ACTIVE' || !before.roles.every((role) => roles.includes(role)) || loses(before.customerId, customerId) || loses(before.expertId, expertId);
}

function checkPassword(password: string | null, email: string, before: Account | null): UserError[] {
  if (password === null && before) return [];
  const weakness = weaknessOf(password ?? '', email, staffMinimum);
  return weakness ? [userError('WEAK_PASSWORD', weakness, 'password')] : [];
}

function checkRoles(roles: readonly string[]): UserError[] {
  if (roles.length > 0 && roles.every(isPersonRole)) return [];
  return [userError('INVALID_ROLES', 'Give at least one role; SYSTEM is never given to a person.', 'roles')];
}
