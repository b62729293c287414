import { verify } from '@node-rs/argon2';
import pg from 'pg';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import type { TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { products } from '../catalogue/products.ts';
import { skills } from '../catalogue/skills.ts';
import { tables } from '../tables.ts';
import { DEMO_PASSWORD, createSchema, cutForeignKeys, seed } from './index.ts';
import type { Row } from '../testing/row.ts';

const TODAY = '2026-03-15';
const options = { today: TODAY, scale: 0.01 };
let databases: TestDatabase[];
let pools: pg.Pool[];
const query = async (sql: string, n = 0) => (await pools[n]!.query<Row>(sql)).rows;

beforeAll(async () => {
  databases = await Promise.all([testDatabase.empty(), testDatabase.empty()]);
  pools = databases.map(({ url }) => new pg.Pool({ connectionString: url, max: 2 }));
  for (const { url } of databases) {
    await createSchema(url);
    await seed(url, options);
  }
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all(databases.map((database) => database.drop()));
});

test('the database has exactly the 24 tables, with the columns that the description says', async () => {
  const found = await query(`SELECT table_name, column_name, CASE WHEN data_type = 'ARRAY' THEN 'text[]' WHEN data_type LIKE 'timestamp%' THEN 'timestamptz' ELSE data_type END AS kind
    FROM information_schema.columns WHERE table_schema = 'public'`);
  const inDatabase = found.map((row) => `${row['table_name']}.${row['column_name']} ${row['kind']}`).sort();
  const described = Object.entries(tables).flatMap(([name, { columns }]) => Object.entries(columns).map(([column, kind]) => `${name}.${column} ${kind}`)).sort();
  expect(Object.keys(tables)).toHaveLength(24);
  expect(inDatabase).toEqual(described);
});

test('the same date and scale give the same rows', async () => {
  for (const table of Object.keys(tables)) {
    const checksum = `SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t.id)) FROM ${table} t`;
    expect([table, await query(checksum, 1)]).toEqual([table, await query(checksum, 0)]);
  }
});

test('schema and seed do nothing at a second call, and say so', async () => {
  expect(await createSchema(databases[0]!.url)).toEqual({ created: false });
  expect(await seed(databases[0]!.url, options)).toMatchObject({ seeded: false, counts: {} });
});

test('two seeds at the same moment make one', async () => {
  const fresh = await testDatabase.empty();
  const made = await Promise.all([createSchema(fresh.url), createSchema(fresh.url)]);
  const seeds = await Promise.all([seed(fresh.url, options), seed(fresh.url, options)]);
  await fresh.drop();
  expect(made.map(({ created }) => created).sort()).toEqual([false, true]);
  expect(seeds.map(({ seeded }) => seeded).sort()).toEqual([false, true]);
});

test('the demo accounts are the first five and share the demo password', async () => {
  const users = await query(`SELECT u.id, u.email, u.role, u.customer_id, e.id AS expert, u.password_hash FROM sysops_user u LEFT JOIN profile p ON p.user_id = u.id
    LEFT JOIN expert_profile e ON e.profile_id = p.id ORDER BY u.id LIMIT 5`);
  expect(users.map(({ email, role }) => `${email} ${role}`)).toEqual(['customer', 'operative', 'expert', 'manager', 'admin'].map((name) => `${name}@sysops.example ${name.toUpperCase()}`));
  expect([users[0]!['customer_id'], users[2]!['expert']]).toEqual(['cus_000001', 'exp_000001']);
  expect(await verify(users[0]!['password_hash'], DEMO_PASSWORD)).toBe(true);
});

const QUALIFIED = `SELECT e.location_id, t.id AS product, e.id FROM expert_profile e, ticket_type t WHERE e.active AND NOT EXISTS (
  SELECT FROM unnest(string_to_array(split_part(t.remarks, 'needs: ', 2), ', ')) need WHERE NOT EXISTS (SELECT FROM expertise x WHERE x.expert_profile_id = e.id
    AND x.skill_id = split_part(need, '/', 1) AND x.level >= split_part(need, '/', 2)::int AND x.verified AND (x.valid_until IS NULL OR x.valid_until > date '${TODAY}' + 30)))`;

test('every product has qualified experts and every skill somebody in every territory, even in a small seed', async () => {
  const covered = await query(`SELECT DISTINCT location_id, product FROM (${QUALIFIED}) q`);
  const held = await query('SELECT DISTINCT e.location_id, x.skill_id FROM expert_profile e JOIN expertise x ON x.expert_profile_id = e.id');
  expect(covered).toHaveLength(12 * products.length);
  expect(held).toHaveLength(12 * skills.length);
  expect([products.length, skills.length]).toEqual([60, 40]);
});

test('solar gateways in Berlin are for the demo expert alone, who works every day', async () => {
  const [product] = products.filter(({ name }) => name === 'Penultimate Solar Gateway');
  expect(await query(`SELECT id FROM (${QUALIFIED}) q WHERE location_id = 'ter_000001' AND product = '${product!.id}'`)).toEqual([{ id: 'exp_000001' }]);
  expect(await query(`SELECT jsonb_array_length(shifts) AS days FROM expert_profile WHERE id = 'exp_000001'`)).toEqual([{ days: 7 }]);
  expect(await query(`SELECT '${product!.id}' = ANY(covered) AS covered FROM contract WHERE customer_id = 'cus_000001'`)).toEqual([{ covered: true }]);
});

test('history has no gap, begins with NEW, leads to the status of the ticket and never goes back in time', async () => {
  const broken = await query(`WITH h AS (SELECT *, lag(to_status) OVER w AS before, lag(at) OVER w AS at_before, row_number() OVER w AS n FROM ticket_history WINDOW w AS (PARTITION BY ticket_id ORDER BY sequence))
    SELECT id FROM h WHERE sequence <> n OR from_status IS DISTINCT FROM before OR at < at_before OR n = 1 AND to_status <> 'NEW' OR at > date '${TODAY}'
    UNION SELECT t.id FROM ticket t WHERE status IS DISTINCT FROM (SELECT to_status FROM ticket_history h WHERE h.ticket_id = t.id ORDER BY sequence DESC LIMIT 1)`);
  expect(broken).toEqual([]);
});

test('no expert has two visits at once, and everybody sent was qualified', async () => {
  const overlaps = await query(`SELECT a.id FROM ticket a JOIN ticket b ON a.assigned_expert_id = b.assigned_expert_id AND a.id < b.id
    AND (a.scheduled_start - interval '1 hour', a.scheduled_end + interval '1 hour') OVERLAPS (b.scheduled_start, b.scheduled_end)`);
  const unqualified = await query(`SELECT t.id FROM ticket t WHERE assigned_expert_id IS NOT NULL AND (assigned_expert_id, ticket_type_id) NOT IN (SELECT id, product FROM (${QUALIFIED}) q)`);
  expect([overlaps, unqualified]).toEqual([[], []]);
});

test('open tickets have windows in the future, accepted ones a visit within theirs', async () => {
  const open = await query(`SELECT status, count(*)::int AS n, bool_and(window_start >= date '${TODAY}' + 1) AS future,
    bool_and(scheduled_start >= window_start AND scheduled_end <= window_end) AS inside FROM ticket WHERE closed_at IS NULL AND completed_at IS NULL AND status <> 'CANCELLED' GROUP BY status ORDER BY status`);
  expect(open).toEqual([
    { status: 'ACCEPTED', n: 4, future: true, inside: true }, { status: 'AWAITING_DISPATCH', n: 4, future: true, inside: null }, { status: 'NEEDS_ATTENTION', n: 4, future: true, inside: null },
  ]);
});

test('foreign keys hold until they are cut, and a second cut does nothing', async () => {
  const stranger = `INSERT INTO customer_survey (id, survey_id, customer_id, token_hash, subject) VALUES ('srv_x', 'sur_000001', 'cus_new', 'x', 'Ticket SYS-1')`;
  await expect(query(stranger)).rejects.toMatchObject({ code: '23503' });
  expect(await cutForeignKeys(databases[0]!.url)).toEqual({ dropped: 15 });
  expect(await cutForeignKeys(databases[0]!.url)).toEqual({ dropped: 0 });
  await query(stranger);
});
