import { hash, verify } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Pool } from '../database.ts';
import { readBody } from '../rest/readBody.ts';
import { Refusal } from '../refusal.ts';
import { DEMO_PASSWORD } from '../seed/demoPassword.ts';

const body = z.strictObject({ email: z.string().max(320), password: z.string().max(200) });

export const hashPassword = (password: string) => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

type Account = { id: string; email: string; role: string; customer_id: string | null; expert_profile_id: string | null };

/**
 * The account for a right password; the same refusal after the same work for a wrong one and for an unknown e-mail.
 * The seed's password is published: in production it is a wrong one.
 */
export function login(pool: Pool, production: boolean): (input: unknown) => Promise<Account> {
  const decoy = hashPassword(randomUUID());
  return async (input) => {
    const { email, password } = readBody(body, input);
    const { rows } = await pool.query<Account & { password_hash: string }>(
      `SELECT u.id, u.email, u.role, u.customer_id, e.id AS expert_profile_id, u.password_hash
         FROM sysops_user u LEFT JOIN profile p ON p.user_id = u.id LEFT JOIN expert_profile e ON e.profile_id = p.id
        WHERE lower(u.email) = lower($1) AND u.active`,
      [email.trim()],
    );
    const right = await verify(rows[0]?.password_hash ?? (await decoy), password);
    if (!rows[0] || !right || (production && password === DEMO_PASSWORD)) throw new Refusal(401, 'INVALID_CREDENTIALS', 'E-mail or password is wrong.');
    const { password_hash: _, ...account } = rows[0];
    return account;
  };
}
