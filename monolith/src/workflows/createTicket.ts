import { z } from 'zod';
import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput } from '../refusal.ts';
import { id, moment, readBody, text } from '../rest/readBody.ts';
import { selectList } from '../tables.ts';
import type { Ticket } from './ticketStep.ts';
import { writeHistory } from './ticketStep.ts';

const body = z
  .strictObject({
    customer_id: id, ticket_type_id: id.nullish(), product_name: text(200).nullish(), description: text(5_000), contract_id: id.nullish(),
    priority: z.enum(['P1', 'P2', 'P3', 'P4']).default('P3'), window_start: moment.nullish(), window_end: moment.nullish(), actor_user_id: id.nullish(),
  })
  .refine(({ ticket_type_id, product_name }) => ticket_type_id || product_name, { path: ['ticket_type_id'], message: 'Give ticket_type_id or product_name.' });

/** Stores a NEW ticket for the customer's address. Everything after it is left to memory: see assignInMemory. */
export function createTicket(pool: Pool) {
  return async (input: unknown): Promise<Ticket> => {
    const wish = readBody(body, input);
    return inTransaction(pool, async (client) => {
      const values = [
        newId('tic'), wish.customer_id, wish.ticket_type_id ?? null, wish.product_name ?? null, wish.description, wish.priority, wish.contract_id ?? null,
        wish.window_start ?? null, wish.window_end ?? null,
      ];
      const { rows } = await client.query<Ticket>(
        `INSERT INTO ticket (id, customer_id, ticket_type_id, product_name, description, priority, contract_id, window_start, window_end, line1, city, postcode, country)
         SELECT $1, c.id, $3, coalesce($4, (SELECT name FROM ticket_type WHERE id = $3), 'unknown'), $5, $6, $7, $8, $9, c.line1, c.city, c.postcode, c.country
           FROM customer c WHERE c.id = $2 RETURNING ${selectList('ticket')}`,
        values,
      );
      if (!rows[0]) throw badInput('customer_id', 'There is no such customer.');
      await writeHistory(client, rows[0].id, null, { to: 'NEW', actor_user_id: wish.actor_user_id ?? null, note: 'Ticket raised.' });
      return rows[0];
    });
  };
}
