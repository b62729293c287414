import type { Monolith } from '../testing/monolith.ts';
import { eventually, runningMonolith } from '../testing/monolith.ts';

let monolith: Monolith;
beforeAll(async () => void (monolith = await runningMonolith()));
afterAll(() => monolith.stop());

const wish = { customer_id: 'cus_000001', ticket_type_id: 'prd_000001', description: 'It smells of smoke.', actor_user_id: 'usr_000001' };
const create = async (more: object = {}) => (await monolith.call('POST', 'tickets', { ...wish, ...more })).body;
const reached = (id: string, status: string) =>
  eventually(async () => (await monolith.rows('SELECT * FROM ticket WHERE id = $1 AND status = $2', [id, status]))[0]);
const move = (id: string, action: string, body: object = {}) => monolith.call('POST', `tickets/${id}/${action}`, body);
const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

test('a ticket is answered as NEW, then offered by location only: the expert need not have the skill', async () => {
  await monolith.rows('DELETE FROM expertise');
  const ticket = await create();
  expect(ticket).toMatchObject({ status: 'NEW', number: expect.stringMatching(/^SYS-1\d{5}$/), product_name: 'HP Pavilion', city: 'Berlin', version: 1 });
  const offered = await reached(ticket['id'], 'OFFERED');
  const [expert] = await monolith.rows('SELECT location_id FROM expert_profile WHERE id = $1', [offered['assigned_expert_id']]);
  expect(expert).toEqual({ location_id: 'ter_000001' });
  const history = await monolith.rows('SELECT sequence, from_status, to_status FROM ticket_history WHERE ticket_id = $1 ORDER BY sequence', [ticket['id']]);
  expect(history).toEqual([
    { sequence: 1, from_status: null, to_status: 'NEW' }, { sequence: 2, from_status: 'NEW', to_status: 'AWAITING_DISPATCH' }, { sequence: 3, from_status: 'AWAITING_DISPATCH', to_status: 'OFFERED' },
  ]);
});

test('a ticket that finds nobody at the first attempt stays in limbo', async () => {
  await monolith.rows(`UPDATE customer SET postcode = '99999' WHERE id = 'cus_000002'`);
  const { id } = await create({ customer_id: 'cus_000002' });
  expect(await reached(id, 'AWAITING_DISPATCH')).toMatchObject({ assigned_expert_id: null, attention_reason: null });
});

test('from accept to complete, and a survey goes out', async () => {
  const { id, number } = await create();
  await reached(id, 'OFFERED');
  for (const action of ['accept', 'start', 'arrive']) expect((await move(id, action, { actor_user_id: 'usr_000003' })).status).toBe(200);
  expect((await move(id, 'comment', { note: 'Nice dog.', visibility: 'INTERNAL' })).body).toMatchObject({ status: 'ON_SITE' });
  const done = await move(id, 'complete', { note: 'New fuse.', outcome: 'FIXED' });
  expect(done.body).toMatchObject({ status: 'COMPLETED', resolution: 'New fuse.', outcome: 'FIXED', version: 8, completed_at: expect.any(String) });
  const mail = await eventually(async () => (await monolith.delivered()).find(({ subject }) => String(subject).startsWith(`Ticket ${number}`)));
  expect(mail).toMatchObject({ channel: 'EMAIL', to: 'customer@sysops.example', template: 'SURVEY' });
  expect(await monolith.rows(`SELECT kind, visibility, from_status, to_status FROM ticket_history WHERE ticket_id = $1 AND sequence = 7`, [id])).toEqual([
    { kind: 'COMMENT', visibility: 'INTERNAL', from_status: 'ON_SITE', to_status: 'ON_SITE' },
  ]);
});

test('of many accepts and a cancel at the same moment the history shows one order, without a gap or a repetition', async () => {
  const { id } = await create();
  await reached(id, 'OFFERED');
  const release = await monolith.hold('SELECT FROM ticket WHERE id = $1 FOR UPDATE', [id]);
  const moving = Promise.all([...Array.from({ length: 4 }, () => move(id, 'accept')), move(id, 'cancel', { note: 'Bought another.' })]);
  await eventually(async () => ((await monolith.rows(WAITING)).length === 5 ? true : undefined));
  await release();
  const answers = await moving;
  for (const { body } of answers.filter(({ status }) => status !== 200)) expect(body['error']).toBe('WRONG_STATUS');
  const history = await monolith.rows('SELECT sequence, from_status, to_status FROM ticket_history WHERE ticket_id = $1 ORDER BY sequence', [id]);
  history.forEach((row, n) => expect([row['sequence'], row['from_status']]).toEqual([n + 1, history[n - 1]?.['to_status'] ?? null]));
  expect(history.at(-1)!['to_status']).toBe('CANCELLED');
});

test.each([
  ['start', {}, 409, 'WRONG_STATUS', undefined], ['cancel', {}, 400, 'BAD_INPUT', 'note'], ['comment', { note: 'x', visibility: 'SECRET' }, 400, 'BAD_INPUT', 'visibility'],
  ['accept', { nothing: 1 }, 400, 'BAD_INPUT', 'nothing'],
])('%s with %j on a waiting ticket is refused', async (action, body, status, error, field) => {
  const [waiting] = await monolith.rows(`SELECT id FROM ticket WHERE status = 'NEEDS_ATTENTION' LIMIT 1`);
  expect(await move(waiting!['id'], action, body)).toMatchObject({ status, body: { error, ...(field ? { field } : {}) } });
});

test('an unknown ticket, customer or product is refused', async () => {
  expect((await move('tic_nothing', 'accept')).status).toBe(404);
  expect((await monolith.call('POST', 'tickets', { ...wish, customer_id: 'cus_x' })).body).toMatchObject({ error: 'BAD_INPUT', field: 'customer_id' });
  expect((await monolith.call('POST', 'tickets', { ...wish, ticket_type_id: 'prd_x' })).body).toMatchObject({ error: 'REFERENCE', field: 'ticket_type_id' });
  expect((await monolith.call('POST', 'tickets', { ...wish, ticket_type_id: null })).body).toMatchObject({ error: 'BAD_INPUT', field: 'ticket_type_id' });
});
