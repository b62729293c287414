import type pg from 'pg';
import { prove, type TableProof } from './ticket/prove.ts';
import { rosterSteps } from './ticket/roster.ts';
import { stage } from './ticket/stage.ts';
import { judgeSteps, ticketSteps } from './ticket/tickets.ts';
import { timerSteps, visitSteps } from './ticket/visits.ts';
import { withClients } from './withClients.ts';

export type MigrateTicket = { monolithUrl: string; targetUrl: string; onProgress: (text: string) => void };

/**
 * Copies tickets, history, comments and article links out of the monolith's database, ids kept, and gives every ticket with an
 * expert its visit and offer; fills the dispatch roster. The monolith is read in one snapshot and the target written in one
 * transaction: all or nothing. Nobody is told. May be repeated, and then copies anew, until the ticket context lives on its own.
 * @throws when copy and source differ, or tickets were created or changed in the ticket context since
 */
export async function migrateTicket({ monolithUrl, targetUrl, onProgress }: MigrateTicket): Promise<TableProof[]> {
  return withClients([monolithUrl, targetUrl], async ([monolith, target]) => {
    await monolith!.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await target!.query('BEGIN');
    await empty(target!);
    await stage(monolith!, target!, onProgress);
    for (const sql of [...rosterSteps, ...judgeSteps, ...ticketSteps, ...visitSteps, ...timerSteps]) await target!.query(sql);
    await report(target!, onProgress);
    onProgress('checking every guarantee');
    await target!.query('SET CONSTRAINTS ALL IMMEDIATE');
    const proof = await prove(target!);
    await target!.query('COMMIT');
    await target!.query('ANALYZE');
    return proof;
  });
}

/** Every action of the ticket context leaves an entry in its log: none means that it has not begun to live. */
async function empty(target: pg.Client): Promise<void> {
  await target.query('LOCK TABLE ticket, ticket_event IN ACCESS EXCLUSIVE MODE');
  const { rows } = await target.query<{ alive: boolean }>('SELECT EXISTS (SELECT FROM ticket_event) AS alive');
  if (rows[0]!.alive) throw new Error('the ticket context has changed tickets since it left the monolith: copying again would undo that');
  // History and bookings protect themselves; here, and only here, nothing of them is anybody's yet.
  const guards = [['ticket_history', 'ticket_history_is_final'], ...['offer', 'visit', 'offer_skill', 'roster_expert_skill'].map((table) => [table, 'offer_not_emptied'])];
  const set = (how: 'ENABLE' | 'DISABLE') => guards.map(([table, name]) => `ALTER TABLE ${table} ${how} TRIGGER ${name};`).join('\n');
  await target.query(`${set('DISABLE')} TRUNCATE ticket, roster_expert, roster_territory, roster_product CASCADE; ${set('ENABLE')}`);
}

async function report(target: pg.Client, onProgress: (text: string) => void): Promise<void> {
  const { rows } = await target.query<{ objection: string; n: number; example: string }>(
    'SELECT objection, count(*)::int AS n, min(id) AS example FROM m_taken WHERE objection IS NOT NULL GROUP BY 1 ORDER BY 1',
  );
  for (const { objection, n, example } of rows) onProgress(`${n.toLocaleString('en')} tickets (e.g. ${example}) not as they were: ${objection}`);
}
