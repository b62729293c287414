import type pg from 'pg';

export type Statement = [sql: string, ...values: unknown[]];

/**
 * Plain SQL of the tables' owner, judged as at a commit, and then undone whatever came of it.
 * Returns the name of the constraint that refused it, or `stored`. `without`: statements that take guards away before.
 */
export async function attack(sql: pg.Pool, statements: readonly Statement[], without: readonly string[] = []): Promise<string> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN');
    for (const statement of without) await client.query(statement);
    for (const [text, ...values] of statements) await client.query(text, values);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'stored';
  } catch (error) {
    const { constraint, message } = error as { constraint?: string; message: string };
    return constraint ?? message;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Every guard by the name with which it refuses, and how the owner would take it away. */
export const guards = {
  offer_one_live: ['DROP INDEX offer_one_live'],
  visit_one_open: ['DROP INDEX visit_one_open'],
  offer_no_overlap: ['ALTER TABLE offer DROP CONSTRAINT offer_no_overlap'],
  offer_released_when_over: ['ALTER TABLE offer DROP CONSTRAINT offer_released_when_over'],
  offer_keeps_its_slot: ['DROP TRIGGER offer_keeps_its_slot ON offer'],
  offer_check1: ['ALTER TABLE offer DROP CONSTRAINT offer_check1'],
  offer_check3: ['ALTER TABLE offer DROP CONSTRAINT offer_check3'],
  offer_overridden_rules_check: ['ALTER TABLE offer DROP CONSTRAINT offer_overridden_rules_check'],
  offer_visit_id_ticket_id_fkey: ['ALTER TABLE offer DROP CONSTRAINT offer_visit_id_ticket_id_fkey'],
  offer_not_emptied: ['offer', 'visit', 'offer_skill', 'roster_expert_skill'].map((table) => `DROP TRIGGER offer_not_emptied ON ${table}`),
  offer_skill_expert_id_skill_id_fkey: ['ALTER TABLE offer_skill DROP CONSTRAINT offer_skill_expert_id_skill_id_fkey'],
  offer_skill_offer_id_expert_id_fkey: ['ALTER TABLE offer_skill DROP CONSTRAINT offer_skill_offer_id_expert_id_fkey'],
  offer_has_required_skills: ['offer', 'offer_skill'].map((table) => `DROP TRIGGER offer_has_required_skills ON ${table}`),
  offer_has_known_skills: ['DROP TRIGGER offer_has_known_skills ON offer'],
  ticket_agrees_with_its_offer: ['ticket', 'visit', 'offer'].map((table) => `DROP TRIGGER ticket_agrees_with_its_offer ON ${table}`),
  ticket_history_gap_free: ['DROP TRIGGER ticket_history_continues ON ticket_history'],
  ticket_history_continuous: ['DROP TRIGGER ticket_history_continues ON ticket_history'],
  ticket_history_final: ['DROP TRIGGER ticket_history_is_final ON ticket_history'],
  ticket_status_is_in_history: ['ticket', 'ticket_history'].map((table) => `DROP TRIGGER ticket_status_is_in_history ON ${table}`),
  ticket_idempotency: ['DROP INDEX ticket_idempotency'],
  ticket_import: ['DROP INDEX ticket_import'],
} as const satisfies Record<string, readonly string[]>;
export type Guard = keyof typeof guards;
