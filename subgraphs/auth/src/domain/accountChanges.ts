import type { Account } from './account.ts';

/** What a save changed in one field, as text; of a password only that it was changed. */
export type FieldChange = { field: string; from: string | null; to: string | null };

export function accountChanges(before: Account | null, after: Account): FieldChange[] {
  const fields: Record<string, (account: Account) => string | null> = {
    email: ({ email }) => email,
    roles: ({ roles }) => roles.toSorted().join(', '),
    active: ({ status }) => String(status === 'ACTIVE'),
    customerId: ({ customerId }) => customerId,
    expertId: ({ expertId }) => expertId,
  };
  const changes = Object.entries(fields).map(([field, read]) => ({ field, from: before && read(before), to: read(after) }));
  const password = before && before.passwordHash !== after.passwordHash ? [{ field: 'password', from: null, to: null }] : [];
  return [...changes.filter(({ from, to }) => from !== to), ...password];
}
