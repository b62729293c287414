import { openPool, type Pool } from '../../../monolith/src/database.ts';
import { seededDatabase, TODAY } from '../../../monolith/src/testing/monolith.ts';
import { assignInMemory } from '../../../monolith/src/workflows/assignInMemory.ts';
import { createTicket } from '../../../monolith/src/workflows/createTicket.ts';
import { moveTicket } from '../../../monolith/src/workflows/moveTicket.ts';
import { knownBusiness } from '../world/world.ts';
import { leastLoaded } from './leastLoaded.ts';

let pool: Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await seededDatabase();
  pool = openPool(database.url, 2);
  drop = database.drop;
});
afterAll(async () => {
  await pool.end();
  await drop();
});

test('the simulated monolith sends the same expert as the monolith itself, ticket by ticket, cancellations between them', async () => {
  const { experts, customers } = knownBusiness({ customers: 50, experts: 288, today: Date.parse(`${TODAY}T00:00:00Z`) });
  const load = await loadInDatabase();
  const chosen: [simulated: string | undefined, real: string | null][] = [];
  for (let n = 0; n < 60; n += 1) {
    const { id, territoryId } = customers[n % customers.length]!;
    const expert = leastLoaded(experts, territoryId, load);
    const ticket = await createTicket(pool)({ customer_id: id, product_name: 'LG OLED', description: 'It is broken.' });
    await assignInMemory(pool, ticket.id);
    chosen.push([expert?.id, await assignedTo(ticket.id)]);
    if (n % 5 === 0) await moveTicket(pool)('cancel', ticket.id, { note: 'It works again.' });
    else load.set(expert!.id, (load.get(expert!.id) ?? 0) + 1);
  }
  expect(chosen.map(([simulated]) => simulated)).toEqual(chosen.map(([, real]) => real));
  expect(new Set(chosen.map(([simulated]) => simulated)).size).toBeGreaterThan(20);
});

async function loadInDatabase(): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; count: number }>(
    `SELECT assigned_expert_id AS id, count(*)::int AS count FROM ticket WHERE status IN ('OFFERED', 'ACCEPTED', 'EN_ROUTE', 'ON_SITE') AND assigned_expert_id IS NOT NULL GROUP BY 1`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

const assignedTo = async (ticketId: string): Promise<string | null> =>
  (await pool.query<{ id: string | null }>('SELECT assigned_expert_id AS id FROM ticket WHERE id = $1', [ticketId])).rows[0]!.id;
