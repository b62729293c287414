import { tables, visibleColumns } from '../tables.ts';
import type { Monolith } from '../testing/monolith.ts';
import { runningMonolith } from '../testing/monolith.ts';
import type { Row } from '../testing/row.ts';

let monolith: Monolith;
beforeAll(async () => void (monolith = await runningMonolith()));
afterAll(() => monolith.stop());

const list = (path: string) => monolith.call<Row[]>('GET', path);

test.each(Object.keys(tables))('%s: list, count and one row, with every column but the hidden ones', async (name) => {
  const { status, body, total } = await list(`${name}?limit=2`);
  const [counted] = await monolith.rows(`SELECT count(*)::int AS n FROM ${name}`);
  expect([status, total]).toEqual([200, counted!['n']]);
  expect(Object.keys(body[0]!).sort()).toEqual(visibleColumns(tables[name]!).sort());
  expect((await monolith.call('GET', `${name}/${body[0]!['id']}`)).body).toEqual(body[0]);
});

test('without the key, or with another one, there is nothing', async () => {
  for (const headers of [{}, { 'x-api-key': 'wrong' }]) {
    const response = await fetch(`${monolith.url}/api/customer`, { headers: headers as Record<string, string> });
    expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([401, 'UNAUTHENTICATED']);
  }
  expect((await fetch(`${monolith.url}/health/ready`)).status).toBe(200);
});

test('filters: one value, several, absent, ranges and lists', async () => {
  const both = await list('ticket?status=ACCEPTED,AWAITING_DISPATCH&limit=500');
  expect(new Set(both.body.map((row) => row['status']))).toEqual(new Set(['ACCEPTED', 'AWAITING_DISPATCH']));
  expect((await list('ticket?assigned_expert_id=null&limit=0')).total).toBe((await monolith.rows('SELECT FROM ticket WHERE assigned_expert_id IS NULL')).length);
  const [{ at }] = (await monolith.rows('SELECT created_at AS at FROM ticket ORDER BY created_at LIMIT 1 OFFSET 10')) as [{ at: Date }];
  expect((await list(`ticket?created_at.lt=${at.toISOString()}`)).total).toBe(10);
  const [contract] = (await list('contract?limit=1')).body;
  expect((await list(`contract?covered=${contract!['covered'][0]}&limit=500`)).body.map((row) => row['id'])).toContain(contract!['id']);
  expect((await list('expert_profile?active=true&limit=0')).total).toBe(288);
});

test('ids reads a batch, sort and offset walk through everything exactly once', async () => {
  expect((await list('customer?ids=cus_000003,cus_000001,cus_nobody')).body.map((row) => row['id'])).toEqual(['cus_000001', 'cus_000003']);
  const pages = await Promise.all([0, 20, 40].map((offset) => list(`customer?sort=-city,name&limit=20&offset=${offset}`)));
  const walked = pages.flatMap(({ body }) => body.map((row) => row['id'] as string));
  expect(new Set(walked).size).toBe(50);
});

test('search wants every word, and takes wildcards literally', async () => {
  expect((await list('customer?search=custer%20carla')).body.map((row) => row['id'])).toEqual(['cus_000001']);
  expect((await list('customer?search=%25')).total).toBe(0);
});

test.each([
  ['customer?nothing=1', 'nothing'], ['customer?limit=501', 'limit'], ['customer?limit=x', 'limit'], ['customer?offset=-1', 'offset'], ['customer?sort=-nothing', 'sort'],
  ['sysops_user?password_hash=x', 'password_hash'], ['customer?name=a&name=b', 'name'], ['ticket?created_at.gte=yesterday', 'created_at.gte'], ['ticket?version=one', 'version'],
  ['customer?__proto__=x', '__proto__'], ['customer?name.like=x', 'name.like'], [`customer?ids=${Array.from({ length: 501 }, () => 'c').join(',')}`, 'ids'], ['article_tag?search=x', 'search'],
])('refuses %.40s and names the field', async (path, field) => {
  expect(await list(path)).toMatchObject({ status: 400, body: { error: 'BAD_INPUT', field, hint: expect.any(String) } });
});

test('create, change and delete a row', async () => {
  const made = await monolith.call('POST', 'ticket_type', { name: 'Penultimate Kite', category: 'Toys', visit_minutes: 30 });
  expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^prd_[0-9a-f-]{36}$/), active: true } });
  const id = made.body['id'] as string;
  expect((await monolith.call('PATCH', `ticket_type/${id}`, { active: false, remarks: "it's; DROP TABLE x" })).body).toMatchObject({ active: false, remarks: "it's; DROP TABLE x" });
  expect((await monolith.call('DELETE', `ticket_type/${id}`)).status).toBe(204);
  expect((await monolith.call('GET', `ticket_type/${id}`)).status).toBe(404);
});

test.each([
  ['POST', 'tag', { name: 'firmware' }, 409, 'name'], ['POST', 'tag', { nothing: 1 }, 400, 'nothing'], ['POST', 'tag', { name: 7 }, 400, 'name'], ['POST', 'tag', {}, 400, 'name'],
  ['POST', 'tag', [], 400, undefined], ['POST', 'article_tag', { article_id: 'art_x', tag_id: 'tag_x' }, 409, expect.any(String)], ['PATCH', 'tag/tag_000001', {}, 400, 'body'],
  ['PATCH', 'tag/tag_000001', { id: 'x' }, 400, 'id'], ['PATCH', 'tag/tag_nothing', { name: 'x' }, 404, undefined], ['DELETE', 'tag/tag_000001', undefined, 409, 'id'],
  ['PATCH', 'sysops_user/usr_000001', { password_hash: 'x' }, 400, 'password_hash'], ['PATCH', 'ticket_type/prd_000001', { visit_minutes: 0 }, 400, undefined],
  ['PATCH', 'tag/tag_000001', { name: 'a\u0000b' }, 400, 'name'], ['GET', 'nothing', undefined, 404, undefined],
] as const)('%s %s %j is answered with %d', async (method, path, body, status, field) => {
  const answer = await monolith.call(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: expect.any(String), hint: expect.any(String), ...(field === undefined ? {} : { field }) });
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(`${monolith.url}/api/tag`, { method: 'POST', body: '{', headers: { 'x-api-key': 'a key for the specs', 'content-type': 'application/json' } });
  expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([400, 'BAD_INPUT']);
});
