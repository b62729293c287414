import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import { createSchema, seed } from '../../monolith/src/seed/index.ts';
import { migrateTicket } from './ticket.ts';

let monolith: TestDatabase;
let target: TestDatabase;
let here: pg.Client;
let there: pg.Client;
const progress: string[] = [];
const run = () => migrateTicket({ monolithUrl: monolith.url, targetUrl: target.url, onProgress: (text) => progress.push(text) });
const one = async (client: pg.Client, sql: string) => (await client.query(sql)).rows[0];

beforeAll(async () => {
  monolith = await testDatabase.empty();
  await createSchema(monolith.url);
  await seed(monolith.url, { today: '2026-11-22', scale: 0.02 });
  target = await testDatabase('ticket');
  there = new pg.Client({ connectionString: monolith.url });
  here = new pg.Client({ connectionString: target.url });
  await Promise.all([there.connect(), here.connect()]);
});
afterAll(async () => {
  await Promise.all([there.end(), here.end()]);
  await Promise.all([monolith.drop(), target.drop()]);
});

test('the same tickets with the same ids, gap-free history, bookings that hold, and nobody is told', async () => {
  const proof = await run();
  const { n } = await one(there, 'SELECT count(*)::int AS n FROM ticket');
  expect(proof.find(({ table }) => table === 'ticket')).toMatchObject({ rows: n });
  expect(await one(here, 'SELECT count(*)::int AS n FROM outbox')).toEqual({ n: 0 });
  expect(await one(here, 'SELECT count(*)::int AS n FROM expert_feed')).toEqual({ n: 0 });
  expect(await one(here, `SELECT count(*)::int AS n FROM offer WHERE released_at IS NULL`)).toEqual(await one(there, `SELECT count(*)::int AS n FROM ticket WHERE status = 'ACCEPTED'`));
  expect(await one(here, `SELECT count(*)::int AS n FROM ticket t WHERE status IN ('NEW', 'AWAITING_DISPATCH') AND NOT EXISTS (SELECT FROM timer WHERE ticket_id = t.id AND kind = 'EXAMINE')`)).toEqual({ n: 0 });
  expect(await one(here, `SELECT count(*)::int AS n FROM offer WHERE overridden_rules <> '{}' AND released_at IS NULL`)).toEqual({ n: 0 });
  expect((await one(here, 'SELECT count(rating)::int AS n FROM ticket')).n).toBeGreaterThan(0);
  expect(await one(here, 'SELECT count(*)::int AS n FROM roster_product_skill')).not.toEqual({ n: 0 });
  const { last } = await one(there, `SELECT max(substr(number, 5)::int) AS last FROM ticket`);
  expect((await one(here, `SELECT nextval('ticket_number')::int AS next`)).next).toBeGreaterThan(last);
});

test('again: the same result, and what the monolith changed meanwhile comes along', async () => {
  const first = await run();
  expect(await run()).toEqual(first);
  await there.query(`UPDATE ticket SET description = 'Changed meanwhile.' WHERE id = (SELECT min(id) FROM ticket)`);
  expect(await run()).not.toEqual(first);
  expect(await one(here, 'SELECT description FROM ticket ORDER BY id LIMIT 1')).toEqual({ description: 'Changed meanwhile.' });
});

test("the monolith's faults: booked twice, booked nobody, offered without a time, history without an end, comments between transitions", async () => {
  const { rows } = await there.query(`SELECT id FROM ticket WHERE status = 'ACCEPTED' ORDER BY id LIMIT 4`);
  const [twin, orphan, offered, mute] = rows.map(({ id }) => id as string);
  await there.query(`UPDATE ticket t SET assigned_expert_id = o.assigned_expert_id, scheduled_start = o.scheduled_start, scheduled_end = o.scheduled_end FROM ticket o WHERE t.id = $1 AND o.id = $2`, [twin, mute]);
  await there.query(`UPDATE ticket SET assigned_expert_id = NULL WHERE id = $1`, [orphan]);
  await there.query(`UPDATE ticket SET status = 'OFFERED', scheduled_start = NULL, scheduled_end = NULL WHERE id = $1`, [offered]);
  await there.query(`INSERT INTO ticket_history (id, ticket_id, sequence, kind, visibility, to_status, note) VALUES ('hst_x1', $1, 90, 'COMMENT', 'INTERNAL', 'ACCEPTED', 'Customer is kind.')`, [mute]);
  await there.query(`INSERT INTO ticket_history (id, ticket_id, sequence, from_status, to_status) VALUES ('hst_x2', $1, 91, 'NONSENSE', 'ACCEPTED')`, [mute]);
  progress.length = 0;
  await run();
  const { rows: taken } = await here.query(`SELECT id, status, attention_reason FROM ticket WHERE id = ANY ($1)`, [[twin, orphan, offered, mute]]);
  const statusOf = Object.fromEntries(taken.map(({ id, status }) => [id, status]));
  expect([statusOf[orphan!], statusOf[offered!]]).toEqual(['NEEDS_ATTENTION', 'AWAITING_DISPATCH']);
  expect([statusOf[twin!], statusOf[mute!]].toSorted()).toEqual(['ACCEPTED', 'NEEDS_ATTENTION']);
  expect(progress.join('\n')).toMatch(/booked the expert twice/);
  expect((await here.query(`SELECT body, visibility FROM comment WHERE ticket_id = $1`, [mute])).rows).toEqual([{ body: 'Customer is kind.', visibility: 'INTERNAL' }]);
});

test('a remark that cannot be read is not one that says "none": the product is marked, and what is booked for it is flagged', async () => {
  const { id } = await one(here, `SELECT product_id AS id FROM ticket WHERE status = 'ACCEPTED' ORDER BY id LIMIT 1`);
  await there.query(`UPDATE ticket_type SET remarks = 'Ask Klaus.' WHERE id = $1`, [id]);
  await run();
  expect((await here.query('SELECT id FROM roster_product WHERE NOT skills_known')).rows).toEqual([{ id }]);
  const { rows } = await here.query('SELECT DISTINCT overridden_rules FROM offer o JOIN ticket t ON t.id = o.ticket_id WHERE t.product_id = $1 AND released_at IS NULL', [id]);
  expect(rows).toEqual([{ overridden_rules: ['SKILL_MISSING'] }]);
});

test('a booking outside of the shifts is kept, and flagged', async () => {
  const { id, expert } = await one(here, `SELECT ticket_id AS id, expert_id AS expert FROM offer WHERE released_at IS NULL ORDER BY id LIMIT 1`);
  await there.query(`UPDATE expert_profile SET shifts = '[]' WHERE id = $1`, [expert]);
  await run();
  expect((await here.query('SELECT overridden_rules FROM offer WHERE ticket_id = $1', [id])).rows[0].overridden_rules).toContain('OFF_SHIFT');
});

test('a context that lives is not overwritten', async () => {
  await here.query(`INSERT INTO ticket_event SELECT 'x', id, version + 1, 'TICKET_UPDATED', '{}', 'PUBLIC', now() FROM ticket LIMIT 1`);
  await expect(run()).rejects.toThrow('copying again would undo that');
});
