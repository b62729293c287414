export const personRoles = ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN'] as const;
export type PersonRole = (typeof personRoles)[number];

export type AccountStatus = 'PROVISIONED' | 'ACTIVE' | 'DEACTIVATED';

export type Account = {
  id: string;
  email: string;
  passwordHash: string;
  roles: PersonRole[];
  customerId: string | null;
  expertId: string | null;
  /** PROVISIONED: made by a registration that has not finished; cannot sign in and is shown to nobody. */
  status: AccountStatus;
  createdAt: Date;
  /** Null: nobody has proven yet that the address is theirs. At most one account has proven an address. */
  emailVerifiedAt: Date | null;
  /** Counts saves by an ADMIN. */
  version: number;
};

export const isPersonRole = (role: string): role is PersonRole => (personRoles as readonly string[]).includes(role);
