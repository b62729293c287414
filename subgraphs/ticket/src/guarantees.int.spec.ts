import { startInstance } from './testing/instance.ts';
import type { Instance } from './testing/instance.ts';
import { seedRoster } from './testing/roster.ts';
import { storyOf } from './testing/story.ts';

/** Attacks with plain SQL, as faulty code or a tired person would: the database itself must refuse. */
let ticket: Instance;
let story: ReturnType<typeof storyOf>;
beforeAll(async () => {
  ticket = await startInstance();
  story = storyOf(ticket);
  await seedRoster(ticket.sql);
});
afterAll(() => ticket.stop());

/** All statements in one transaction; the name of the constraint that refuses it, or `stored`. */
async function attack(...statements: [string, ...unknown[]][]): Promise<string> {
  const client = await ticket.sql.connect();
  try {
    await client.query('BEGIN');
    for (const [sql, ...values] of statements) await client.query(sql, values);
    await client.query('COMMIT');
    return 'stored';
  } catch (error) {
    await client.query('ROLLBACK');
    return (error as { constraint?: string; message: string }).constraint ?? (error as Error).message;
  } finally {
    client.release();
  }
}

const copyOffer = (changes: Record<string, string>) => {
  const columns = ['id', 'visit_id', 'ticket_id', 'expert_id', 'status', 'starts_at', 'ends_at', 'blocked_from', 'blocked_until', 'expires_at', 'token', 'overridden_rules', 'override_reason', 'overridden_by', 'created_at', 'released_at'];
  return `INSERT INTO offer (${columns.join(', ')}) SELECT ${columns.map((name) => changes[name] ?? name).join(', ')} FROM offer WHERE id = $1`;
};

describe('history', () => {
  let id: string;
  beforeAll(async () => {
    id = await story.created();
  });
  const entry = (sequence: number, from: string | null, to: string): [string, ...unknown[]] =>
    [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, from_status, to_status) VALUES ($1, $2, now(), 'SYSTEM', $3, $4)`, id, sequence, from, to];
  test('no gap', async () => expect(await attack(entry(3, 'NEW', 'AWAITING_DISPATCH'))).toBe('ticket_history_gap_free'));
  test('no second entry at one place', async () => expect(await attack(entry(1, null, 'NEW'))).toBe('ticket_history_gap_free'));
  test('begins where the one before ended', async () => expect(await attack(entry(2, 'OFFERED', 'ACCEPTED'))).toBe('ticket_history_continuous'));
  test('is the ticket’s state: no entry without the state', async () => expect(await attack(entry(2, 'NEW', 'AWAITING_DISPATCH'))).toBe('ticket_status_is_in_history'));
  test('is the ticket’s state: no state without the entry', async () => expect(await attack([`UPDATE ticket SET status = 'AWAITING_DISPATCH' WHERE id = $1`, id])).toBe('ticket_status_is_in_history'));
  test('is not changed', async () => expect(await attack([`UPDATE ticket_history SET reason = 'x' WHERE ticket_id = $1`, id])).toBe('ticket_history_final'));
  test('is not deleted', async () => expect(await attack([`DELETE FROM ticket_history WHERE ticket_id = $1`, id])).toBe('ticket_history_final'));
  test('is not truncated', async () => expect(await attack(['TRUNCATE ticket_history'])).toBe('ticket_history_final'));
  test('a ticket is never without one', async () =>
    expect(await attack([`INSERT INTO ticket (id, status, version, customer_id, description, priority, respond_by, arrive_by, created_by_kind, created_at) VALUES ('tic_x', 'NEW', 1, 'c', 'd', 'P3', now(), now(), 'SYSTEM', now())`])).toBe('ticket_status_is_in_history'));
});

describe('assignments', () => {
  let id: string;
  let offerId: string;
  let visitId: string;
  beforeAll(async () => {
    id = await story.created();
    ({ offerId, visitId } = await story.accepted(id));
  });
  const skill = (offer: string, expertId: string, skillId = 'skl_1', level = 2): [string, ...unknown[]] => ['INSERT INTO offer_skill VALUES ($1, $2, $3, $4)', offer, expertId, skillId, level];

  test('one live assignment for each visit', async () =>
    expect(await attack([copyOffer({ id: "'off_a'", expert_id: "'exp_2'" }), offerId])).toBe('offer_one_live'));

  test('no overlap for one expert, not even with a minute of travel', async () => {
    const other = await story.created({ productId: 'prd_9' });
    await story.offered(other, 'exp_2', 500);
    const shifted = { id: "'off_b'", visit_id: `(SELECT id FROM visit WHERE ticket_id = '${other}')`, ticket_id: `'${other}'`, blocked_from: 'blocked_until - interval \'1 minute\'', starts_at: 'blocked_until', ends_at: "blocked_until + interval '1 hour'", blocked_until: "blocked_until + interval '1 hour'" };
    const release: [string, ...unknown[]] = [`UPDATE offer SET status = 'WITHDRAWN', released_at = now() WHERE ticket_id = $1`, other];
    expect(await attack(release, [copyOffer(shifted), offerId])).toBe('offer_no_overlap');
    // Right behind it is free: the constraint bites at the travel, nowhere else.
    expect(await attack(release, [copyOffer({ ...shifted, blocked_from: 'blocked_until', status: "'OFFERED'" }), offerId], [`UPDATE offer SET status = 'OFFERED' WHERE id = 'off_b'`])).toBe('stored');
  });

  test('what blocks is never less than the visit', async () =>
    expect(await attack([copyOffer({ id: "'off_c'", blocked_from: "starts_at + interval '1 minute'", released_at: 'now()' }), offerId])).toMatch(/^offer_check/));
  test('a refused offer holds nobody', async () => expect(await attack([`UPDATE offer SET status = 'REFUSED', refusal_reason = 'OTHER' WHERE id = $1`, offerId])).toBe('offer_released_when_over'));
  test('a withdrawn offer holds nobody', async () => expect(await attack([`UPDATE offer SET status = 'WITHDRAWN' WHERE id = $1`, offerId])).toBe('offer_released_when_over'));
  test('an open offer is not released', async () => expect(await attack([`UPDATE offer SET status = 'OFFERED', released_at = now() WHERE id = $1`, offerId])).toBe('offer_released_when_over'));
  test('a booked ticket keeps its booking', async () => expect(await attack([`UPDATE offer SET released_at = now() WHERE id = $1`, offerId])).toBe('ticket_agrees_with_its_offer'));
  test('a completed visit holds nobody', async () => expect(await attack([`UPDATE visit SET status = 'COMPLETED', outcome = 'FIXED' WHERE id = $1`, visitId])).toBe('ticket_agrees_with_its_offer'));
  test('a cancelled visit holds nobody', async () => expect(await attack([`UPDATE visit SET status = 'CANCELLED' WHERE id = $1`, visitId])).toBe('ticket_agrees_with_its_offer'));
  test('a cancelled ticket holds nobody', async () =>
    expect(await attack([`UPDATE ticket SET status = 'CANCELLED' WHERE id = $1`, id], [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, from_status, to_status) VALUES ($1, 5, now(), 'SYSTEM', 'ACCEPTED', 'CANCELLED')`, id])).toBe('ticket_agrees_with_its_offer'));
  test('one open visit for each ticket', async () => expect(await attack([`INSERT INTO visit (id, ticket_id, ordinal, status, created_at) VALUES ('vis_x', $1, 2, 'PROPOSED', now())`, id])).toBe('visit_one_open'));
  test('an offer stands on a visit of its own ticket', async () => {
    const other = await story.created({ productId: 'prd_9' });
    expect(await attack([copyOffer({ id: "'off_d'", ticket_id: `'${other}'`, released_at: 'now()', status: "'WITHDRAWN'" }), offerId])).toBe('offer_visit_id_ticket_id_fkey');
  });

  const replace: [string, ...unknown[]][] = [];
  beforeAll(() => replace.push([`UPDATE offer SET status = 'WITHDRAWN', released_at = now() WHERE id = $1`, offerId]));
  const mine = (expertId: string, more: Record<string, string> = {}): [string, ...unknown[]] => [copyOffer({ id: expertId === 'exp_3' ? "'off_f'" : "'off_e'", expert_id: `'${expertId}'`, status: "'ACCEPTED'", released_at: 'NULL', ...more }), offerId];

  test('no assignment without the skill’s row', async () => expect(await attack(...replace, mine('exp_2'))).toBe('offer_has_required_skills'));
  test('no skill that the expert does not have', async () => expect(await attack(...replace, mine('exp_3'), skill('off_f', 'exp_3'))).toBe('offer_skill_expert_id_skill_id_fkey'));
  test('no skill of somebody else', async () => expect(await attack(...replace, mine('exp_3'), skill('off_f', 'exp_2'))).toBe('offer_skill_offer_id_expert_id_fkey'));
  test('not below the level that is needed', async () => expect(await attack(...replace, mine('exp_2'), skill('off_e', 'exp_2', 'skl_1', 1))).toBe('offer_has_required_skills'));
  test.each(['level = 1', 'verified = false', 'removed_at = now()', `valid_until = now()`])('not with a skill whose %s', async (set) =>
    expect(await attack(...replace, [`UPDATE roster_expert_skill SET ${set} WHERE expert_id = 'exp_2'`], mine('exp_2'), skill('off_e', 'exp_2'))).toBe('offer_has_required_skills'));
  test('the skill’s row is not taken away afterwards', async () => expect(await attack([`DELETE FROM offer_skill WHERE offer_id = $1`, offerId])).toBe('offer_has_required_skills'));
  test('with the skill it is stored: the refusals above have no other cause', async () => {
    expect(await attack(...replace, mine('exp_2'), skill('off_e', 'exp_2'))).toBe('stored');
    expect(await attack([`UPDATE offer SET status = 'WITHDRAWN', released_at = now() WHERE id = 'off_e'`], [`UPDATE offer SET status = 'ACCEPTED', released_at = NULL WHERE id = $1`, offerId])).toBe('stored');
  });
  test('a manager may override the skill, with a reason and a name', async () => {
    expect(await attack(...replace, mine('exp_3', { overridden_rules: `'{SKILL_MISSING}'` }))).toMatch(/^offer_check/);
    expect(await attack(...replace, mine('exp_3', { overridden_rules: `'{SKILL_MISSING}'`, override_reason: `'x'`, overridden_by: `'usr_4'` }))).toBe('stored');
  });
  test('overlap is never overridden', async () => expect(await attack([`UPDATE offer SET overridden_rules = '{OVERLAP}', override_reason = 'x', overridden_by = 'usr_4' WHERE id = 'off_e'`])).toBe('offer_overridden_rules_check'));
});

test('one ticket for each key of one creator, and for each row of another desk', async () => {
  const insert = (column: string) => `INSERT INTO ticket (id, status, version, customer_id, description, priority, respond_by, arrive_by, created_by_kind, created_by_id, created_at, ${column}) SELECT 'tic_' || n, 'NEW', 1, 'c', 'd', 'P3', now(), now(), 'CUSTOMER', 'c', now(), 'x', 'y' FROM generate_series(1, 2) n`;
  expect(await attack([insert('idempotency_key, request_hash')])).toBe('ticket_idempotency');
  expect(await attack([insert('import_source, external_id')])).toBe('ticket_import');
});
