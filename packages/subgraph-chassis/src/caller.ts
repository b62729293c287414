import { z } from 'zod';

export const roles = ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN', 'SYSTEM'] as const;
export type Role = (typeof roles)[number];

/** Who sends a request: a person with an access token, one of our services, or nobody known. */
export type Caller = {
  kind: 'anonymous' | 'user' | 'service';
  /** Account id (usr_…) of a user, name of a service, null when anonymous. */
  id: string | null;
  roles: Role[];
  customerId: string | null;
  expertId: string | null;
  sessionId: string | null;
  /** Network address the request came from, as far as the router can tell; for throttling. */
  clientAddress: string | null;
  /** Present where the account has not proven its e-mail address: it may do less. */
  unproven?: true | undefined;
};

export const anonymous: Caller = {
  kind: 'anonymous',
  id: null,
  roles: [],
  customerId: null,
  expertId: null,
  sessionId: null,
  clientAddress: null,
};

export const serviceCaller = (name: string): Caller => ({ ...anonymous, kind: 'service', id: name, roles: ['SYSTEM'] });

export const callerSchema: z.ZodType<Caller> = z.object({
  kind: z.enum(['anonymous', 'user', 'service']),
  id: z.string().nullable(),
  roles: z.array(z.enum(roles)),
  customerId: z.string().nullable(),
  expertId: z.string().nullable(),
  sessionId: z.string().nullable(),
  clientAddress: z.string().nullable(),
  unproven: z.literal(true).optional(),
});
