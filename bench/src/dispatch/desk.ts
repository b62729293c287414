import { randomUUID } from 'node:crypto';
import { createLogger } from '@sysops-squad/chassis/logger';
import { sqlOn } from '@sysops-squad/chassis/outbox/poolSql';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { createTicket } from '../../../subgraphs/ticket/src/commands/createTicket.ts';
import { recordEntitlement } from '../../../subgraphs/ticket/src/domain/recordEntitlement.ts';
import { loadServicePolicy } from '../../../subgraphs/ticket/src/storage/loadServicePolicy.ts';
import { openDatabase } from '../../../subgraphs/ticket/src/storage/openDatabase.ts';
import { createRosterReader } from '../../../subgraphs/ticket/src/storage/rosterReader.ts';
import { createStorage } from '../../../subgraphs/ticket/src/storage/storage.ts';
import type { Demand } from '../../../simulation/src/world/demand.ts';
import type { World } from '../../../simulation/src/world/world.ts';
import { record } from '../../../workers/ticket-workflow/src/dispatch/record.ts';
import { takeTurn } from '../../../workers/ticket-workflow/src/dispatch/turn.ts';
import type { Workflow } from '../../../workers/ticket-workflow/src/workflow.ts';
import { rosterRows } from './rosterRows.ts';

const ROWS_AT_ONCE = 20_000;

/** A ticket context with this business for its roster: real PostgreSQL, the workflow's own turn. */
export async function openDesk(world: World) {
  const database = await testDatabase('ticket');
  const opened = openDatabase({ databaseUrl: database.url, applicationName: 'bench' });
  const storage = createStorage({ prisma: opened.prisma, wake: { send: () => undefined } });
  const workflow: Workflow = { storage, sql: sqlOn(opened), graph: asksNobody, logger: createLogger('bench', 'warn'), publicUrl: 'https://squad.example', gathering: { quietMs: 0, atMostMs: 0 }, newId: (prefix) => `${prefix}_${randomUUID()}` };
  const create = createTicket({ storage, database: opened.prisma, newId: workflow.newId, clock: () => new Date() });
  let roster = createRosterReader();
  await fill(workflow.sql, world);

  return {
    /** Stores a ticket that waits for an expert. */
    async wait({ customer, product, priority, windows }: Demand): Promise<void> {
      const input = { customerId: customer.id, productId: product.id, description: 'It is broken.', priority, addressId: 'adr_1', windows, idempotencyKey: randomUUID() };
      const created = await create({ kind: 'SYSTEM', id: 'bench' }, input);
      if ('refused' in created) throw new Error(created.message);
      const location = { ...customer.location, territoryId: customer.territoryId, postcode: null };
      await storage.transact(async (tx) => {
        const { ticket, now } = (await tx.lock(created.ticketId))!;
        await record(tx, ticket, recordEntitlement(ticket, { contractId: 'con_1', location, planArriveMinutes: null }, now, await loadServicePolicy(tx.sql, ticket.createdAt)));
      });
    },
    /** How many were decided on. */
    turn: async (territoryId: string, limit: number): Promise<number> => (await takeTurn({ workflow, roster }, territoryId, limit))?.length ?? 0,
    /** As a process that has just begun, or a roster that has just changed. */
    forgetRoster: () => void (roster = createRosterReader()),
    /** What autovacuum does after the first tickets: on empty tables the planner knows nothing. */
    analyze: () => workflow.sql('ANALYZE'),
    async close() {
      await opened.close();
      await database.drop();
    },
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;

const asksNobody: Workflow['graph'] = { request: () => Promise.reject(new Error('a turn asks no other context')) };

async function fill(sql: Workflow['sql'], world: World): Promise<void> {
  for (const [table, rows] of rosterRows(world)) {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const columns = Object.keys(rows[0]!).join(', ');
      await sql(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`, [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))]);
    }
    await sql(`ANALYZE ${table}`);
  }
}
