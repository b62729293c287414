import type { Monolith } from '../testing/monolith.ts';
import { runningMonolith } from '../testing/monolith.ts';
import type { Row } from '../testing/row.ts';

let monolith: Monolith;
beforeAll(async () => void (monolith = await runningMonolith()));
afterAll(() => monolith.stop());

const post = (path: string, body: object) => monolith.call('POST', path, body);
const nina = { name: 'Nina New', email: 'Nina@Customers.example', password: 'correct horse', phone: '+491', line1: 'Lindenweg 2', city: 'Berlin', postcode: '10115', country: 'DE' };

test('log in with the right password only; a wrong one and an unknown address are told the same', async () => {
  expect((await post('login', { email: 'EXPERT@sysops.example', password: 'sysops-squad-demo' })).body).toEqual({
    id: 'usr_000003', email: 'expert@sysops.example', role: 'EXPERT', customer_id: null, expert_profile_id: 'exp_000001',
  });
  const wrong = await post('login', { email: 'expert@sysops.example', password: 'x' });
  expect(wrong).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
  expect((await post('login', { email: 'nobody@sysops.example', password: 'x' })).body).toEqual(wrong.body);
});

test('in production the password of the seed opens nothing, also in a database that was seeded before; other passwords do', async () => {
  const inProduction = await runningMonolith({ NODE_ENV: 'production' });
  try {
    const signIn = (email: string, password: string) => inProduction.call('POST', 'login', { email, password });
    const wrong = await signIn('expert@sysops.example', 'x');
    expect(await signIn('expert@sysops.example', 'sysops-squad-demo')).toEqual(wrong);
    await inProduction.call('POST', 'register', nina);
    expect((await signIn(nina.email, nina.password)).status).toBe(200);
  } finally {
    await inProduction.stop();
  }
});

test('register makes customer and account together, or neither', async () => {
  const made = await post('register', nina);
  expect(made).toMatchObject({ status: 201, body: { customer: { name: 'Nina New', email: 'nina@customers.example', notify_channel: 'EMAIL' } } });
  expect((await post('login', { email: nina.email, password: nina.password })).body).toMatchObject({ role: 'CUSTOMER', customer_id: made.body['customer'].id });
  expect(await post('register', nina)).toMatchObject({ status: 409, body: { error: 'ALREADY_EXISTS', field: 'email' } });
  const customers = async () => (await monolith.rows('SELECT FROM customer')).length;
  const before = await customers();
  expect((await post('register', { ...nina, email: 'expert@sysops.example' })).status).toBe(409);
  expect(await customers()).toBe(before);
  expect(await post('register', { ...nina, password: 'short' })).toMatchObject({ status: 400, body: { field: 'password' } });
});

const ada = { name: 'Ada Fix', email: 'ada@experts.example', location_id: 'ter_000001', home_lat: 52.5, home_lng: 13.4 };

test('an expert is made and changed as one piece', async () => {
  const made = await post('experts', { ...ada, shifts: [{ weekday: 1, start: '08:00', end: '24:00' }], skills: [{ skill_id: 'skl_000001', level: 2 }] });
  expect(made).toMatchObject({ status: 201, body: { ...ada, active: true, phone: null, user_id: null, skills: [{ skill_id: 'skl_000001', skill_name: 'Windows repair', level: 2, verified: true }] } });
  const id = made.body['id'] as string;
  const changed = await monolith.call('PATCH', `experts/${id}`, { phone: '+492', active: false, skills: [] });
  expect(changed.body).toMatchObject({ name: 'Ada Fix', phone: '+492', active: false, skills: [], shifts: [{ weekday: 1 }] });
  expect((await monolith.call<object[]>('GET', `experts?ids=${id},exp_000001`)).body).toHaveLength(2);
});

test('nothing is changed when one part of an expert is refused', async () => {
  const refused = await monolith.call('PATCH', 'experts/exp_000001', { name: 'Changed', skills: [{ skill_id: 'skl_nothing', level: 2 }] });
  expect(refused).toMatchObject({ status: 400, body: { field: 'skills[0].skill_id' } });
  expect((await monolith.call<Row[]>('GET', 'experts?ids=exp_000001')).body[0]!['name']).toBe('Erika Berger');
  expect(await monolith.call('PATCH', 'experts/exp_x', { active: true })).toMatchObject({ status: 404 });
  expect((await post('experts', { ...ada, shifts: [{ weekday: 8, start: '08:00', end: '09:00' }] })).body).toMatchObject({ field: 'shifts[0].weekday' });
  expect((await post('experts', { ...ada, time_zone: 'Europe/Atlantis' })).body).toMatchObject({ field: 'time_zone' });
});

test('the digest of the roster changes with whatever dispatch must know, and with nothing else', async () => {
  const digest = async () => (await monolith.call('GET', 'roster-digest')).body['digest'] as string;
  const first = await digest();
  await monolith.call('PATCH', 'customer/cus_000001', { phone: '+4930' });
  expect(await digest()).toBe(first);
  const seen = new Set([first]);
  const changes: [string, string, object][] = [
    ['POST', 'experts/exp_000003/time-off', { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z', reason: 'Sea' }],
    ['PATCH', 'experts/exp_000003', { shifts: [] }],
    ['PATCH', 'experts/exp_000003', { time_zone: 'Europe/London' }],
    ['PATCH', 'experts/exp_000003', { skills: [] }],
    ['PATCH', 'ticket_type/prd_000001', { remarks: 'Ask Klaus.' }],
    ['PATCH', 'location/ter_000001', { postcode_prefixes: ['10'] }],
  ];
  for (const [method, path, body] of changes) {
    expect((await monolith.call(method, path, body)).status).toBeLessThan(300);
    seen.add(await digest());
  }
  expect(seen.size).toBe(changes.length + 1);
});

test('time off is added at once, also by two at the same moment, and once per id', async () => {
  const absence = (start: string, more: object = {}) => post('experts/exp_000002/time-off', { start, end: new Date(Date.parse(start) + 86_400_000).toISOString(), reason: 'Sea', ...more });
  const [before] = await monolith.rows(`SELECT jsonb_array_length(time_off) AS n FROM expert_profile WHERE id = 'exp_000002'`);
  await Promise.all([absence('2030-01-01T00:00:00Z'), absence('2030-02-01T00:00:00Z'), absence('2030-03-01T00:00:00Z', { id: 'tof_one' })]);
  expect((await absence('2030-03-01T00:00:00Z', { id: 'tof_one' })).body).toMatchObject({ id: 'tof_one', status: 'APPROVED', reason: 'Sea' });
  const [after] = await monolith.rows(`SELECT jsonb_array_length(time_off) AS n FROM expert_profile WHERE id = 'exp_000002'`);
  expect(after!['n'] - before!['n']).toBe(3);
  expect((await absence('2032-01-01T00:00:00Z', { end: '2031-01-01T00:00:00Z' })).body).toMatchObject({ error: 'BAD_INPUT', field: 'end' });
});

test('the same time off twice is one, and a part of it is refused, also of ten at the same moment', async () => {
  const absence = (start: string, end: string) => post('experts/exp_000004/time-off', { start, end, reason: 'Sea' });
  const twice = await Promise.all(Array.from({ length: 10 }, () => absence('2030-05-01T00:00:00Z', '2030-05-08T00:00:00Z')));
  expect(new Set(twice.map(({ status, body }) => `${status} ${body['id']}`)).size).toBe(1);
  const parts = await Promise.all([['2030-04-30', '2030-05-02'], ['2030-05-07', '2030-05-09'], ['2030-05-02', '2030-05-03'], ['2030-04-01', '2030-06-01']].map(([start, end]) => absence(`${start}T00:00:00Z`, `${end}T00:00:00Z`)));
  for (const { status, body } of parts) expect([status, body]).toEqual([409, expect.objectContaining({ error: 'TIME_OFF_OVERLAPS', field: 'start' })]);
  expect((await absence('2030-05-08T00:00:00Z', '2030-05-09T00:00:00Z')).status).toBe(201);
  expect(await monolith.rows(`SELECT count(*)::int AS n FROM expert_profile, jsonb_array_elements(time_off) o WHERE id = 'exp_000004' AND (o ->> 'start') LIKE '2030-%'`)).toEqual([{ n: 2 }]);
});

test('overlapping shifts and unknown time zones are refused at the door and by the table', async () => {
  const day = (start: string, end: string, weekday = 1) => ({ weekday, start, end });
  const save = (shifts: object[]) => monolith.call('PATCH', 'experts/exp_000005', { shifts });
  expect(await save([day('08:00', '12:00'), day('13:00', '17:00'), day('11:59', '13:00')])).toMatchObject({ status: 400, body: { field: 'shifts[2]' } });
  expect(await save([day('08:00', '12:00'), day('08:00', '12:00')])).toMatchObject({ status: 400, body: { field: 'shifts[1]' } });
  expect((await save([day('08:00', '12:00'), day('12:00', '17:00'), day('08:00', '12:00', 2)])).status).toBe(200);
  const byHand = (set: string) => monolith.rows(`UPDATE expert_profile SET ${set} WHERE id = 'exp_000005'`);
  await expect(byHand(`shifts = '${JSON.stringify([day('08:00', '12:00'), day('11:00', '13:00')])}'`)).rejects.toThrow('check constraint');
  await expect(byHand(`time_zone = 'Europe/Atlantis'`)).rejects.toThrow('not recognized');
});

test('skills are those that somebody has', async () => {
  const { body } = await monolith.call<Row[]>('GET', 'skills');
  expect(body).toHaveLength(40);
  expect(body[0]).toEqual({ skill_id: 'skl_000001', skill_name: 'Windows repair', category: 'Computers & tablets' });
});

test('an article is put once under its id, found by its tags, and votes are counted', async () => {
  const draft = { title: 'Xylophone hums', body: 'Tune it.', tags: ['Brass', 'brass'], author_expert_id: 'exp_000001', ticket_number: 'SYS-1' };
  const put = () => monolith.call('PUT', 'articles/art_new', draft);
  expect([(await put()).status, (await put()).status]).toEqual([201, 200]);
  expect((await monolith.call<object[]>('GET', 'articles?search=tune+brass')).body).toMatchObject([{ id: 'art_new', tags: ['brass'], author_expert_id: 'exp_000001', ticket_number: 'SYS-1' }]);
  await Promise.all([1, 2, 3].map(() => post('articles/art_new/vote', { useful: true })));
  expect((await post('articles/art_new/vote', { useful: false })).body).toMatchObject({ yes_votes: 3, no_votes: 1 });
  expect((await post('articles/art_x/vote', { useful: false })).status).toBe(404);
});

test('a search puts titles before texts', async () => {
  await monolith.call('PUT', 'articles/art_text', { title: 'Other', body: 'About a theremin.' });
  await monolith.call('PUT', 'articles/art_title', { title: 'Theremin', body: 'About it.' });
  expect((await monolith.call<{ id: string }[]>('GET', 'articles?search=theremin')).body.map(({ id }) => id)).toEqual(['art_title', 'art_text']);
});
