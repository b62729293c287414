import { z } from 'zod';
import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { readBody, text } from '../rest/readBody.ts';
import { selectList } from '../tables.ts';
import { hashPassword } from './login.ts';

const body = z.strictObject({
  name: text(200), email: z.email().max(320), password: z.string().min(8).max(200), phone: text(40).nullish(),
  line1: text(200), city: text(100), postcode: text(20), country: z.string().length(2).default('DE'), notify_channel: z.enum(['EMAIL', 'SMS']).default('EMAIL'),
});

/** Makes customer and account. Sent twice, the second one is refused with 409: the monolith knows no idempotency key here. */
export function register(pool: Pool) {
  return async (input: unknown) => {
    const { password, email: given, ...person } = readBody(body, input);
    const [email, passwordHash] = [given.toLowerCase(), await hashPassword(password)];
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<Record<string, unknown>>(
        `INSERT INTO customer (id, name, email, phone, line1, city, postcode, country, notify_channel)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${selectList('customer')}`,
        [newId('cus'), person.name, email, person.phone ?? null, person.line1, person.city, person.postcode, person.country, person.notify_channel],
      );
      const userId = newId('usr');
      await client.query(`INSERT INTO sysops_user (id, email, password_hash, role, customer_id) VALUES ($1, $2, $3, 'CUSTOMER', $4)`, [
        userId, email, passwordHash, rows[0]!['id'],
      ]);
      return { customer: rows[0]!, user_id: userId };
    });
  };
}
