import type { Monolith } from '../testing/monolith.ts';
import { runningMonolith } from '../testing/monolith.ts';

let monolith: Monolith;
beforeAll(async () => void (monolith = await runningMonolith()));
afterAll(() => monolith.stop());

const invite = (key: string) => monolith.call('POST', 'surveys/invitations', { idempotency_key: key, customer_id: 'cus_000001', subject: 'Ticket SYS-100077' });
const byToken = (token: string) => monolith.call('GET', `surveys/invitations/by-token/${token}`);
const submit = (token: string, answers: unknown[]) => monolith.call('POST', `surveys/invitations/by-token/${token}/answers`, { answers });
const goodAnswers = (questions: { id: string; kind: string; choices: string[] }[]) =>
  questions.map(({ id, kind, choices }) => ({ question_id: id, rating: kind === 'RATING' ? 4 : null, text: kind === 'TEXT' ? 'Fine.' : null, choice: kind === 'CHOICE' ? choices[0] : null }));

test('an invitation is made once per key and always answered with the same token, of which only the hash is kept', async () => {
  const first = await invite('survey:tic_1');
  const again = await Promise.all([invite('survey:tic_1'), invite('survey:tic_1')]);
  expect([first.status, ...again.map(({ status }) => status)]).toEqual([201, 200, 200]);
  for (const { body } of again) expect(body).toEqual(first.body);
  expect(first.body).toMatchObject({ subject: 'Ticket SYS-100077', status: 'SENT', questions: [{ kind: 'RATING', position: 1 }, { kind: 'RATING' }, { kind: 'CHOICE', choices: ['Yes', 'Partly', 'No'] }, { kind: 'TEXT' }] });
  const stored = await monolith.rows('SELECT s::text AS text FROM customer_survey s WHERE id = $1', [first.body['id']]);
  expect(stored[0]!['text']).not.toContain(first.body['token']);
});

test('ten first calls at the same moment make one invitation', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => invite('survey:tic_2')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => `${body['id']} ${body['token']}`)).size).toBe(1);
});

test('a token works once, also for two at the same moment', async () => {
  const { body } = await invite('survey:tic_3');
  expect((await byToken(body['token'])).body).toMatchObject({ id: body['id'], status: 'SENT' });
  const answers = await Promise.all([1, 2, 3].map(() => submit(body['token'], goodAnswers(body['questions']))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ error: 'ALREADY_ANSWERED' });
  expect((await byToken(body['token'])).body).toMatchObject({ status: 'ANSWERED', answered_at: expect.any(String) });
});

test('answered surveys come in order, each once, from any cursor', async () => {
  const read = async (after: string) => (await monolith.call('GET', `surveys/answered?after=${after}&limit=3`)).body as { items: { cursor: string; subject: string; rating: number }[]; next: string };
  const seen: string[] = [];
  for (let page = await read('0'); page.items.length > 0; page = await read(page.next)) seen.push(...page.items.map(({ cursor }) => cursor));
  expect(seen).toEqual(seen.map((_, n) => String(n + 1)));
  const { body } = await invite('survey:tic_4');
  await submit(body['token'], goodAnswers(body['questions']));
  expect((await read(seen.at(-1)!)).items).toMatchObject([{ id: body['id'], subject: 'Ticket SYS-100077', rating: 4 }]);
});

test('a reader that follows the cursor misses none of twenty simultaneous answers', async () => {
  const invitations = await Promise.all(Array.from({ length: 20 }, (_, n) => invite(`survey:many_${n}`)));
  const [{ last }] = (await monolith.rows('SELECT max(answered_sequence)::text AS last FROM customer_survey')) as [{ last: string }];
  await Promise.all(invitations.map(({ body }) => submit(body['token'], goodAnswers(body['questions']))));
  const { body } = await monolith.call('GET', `surveys/answered?after=${last}`);
  expect(body['items'].map(({ cursor }: { cursor: string }) => Number(cursor))).toEqual(invitations.map((_, n) => Number(last) + n + 1));
});

test('after 14 days an invitation has lapsed and takes no answers', async () => {
  const { body } = await invite('survey:tic_5');
  await monolith.rows(`UPDATE customer_survey SET sent_at = now() - interval '15 days' WHERE id = $1`, [body['id']]);
  expect((await byToken(body['token'])).body).toMatchObject({ status: 'LAPSED' });
  expect(await submit(body['token'], goodAnswers(body['questions']))).toMatchObject({ status: 409, body: { error: 'LAPSED' } });
});

test('wrong answers name the field and leave the invitation open; an unknown token is not found', async () => {
  const { body } = await invite('survey:tic_6');
  const [rating, , choice, free] = body['questions'] as { id: string }[];
  const wrong: [unknown[], string][] = [
    [[{ question_id: rating!.id, rating: 6 }], 'answers[0].rating'], [[{ question_id: rating!.id, rating: 5 }, { question_id: choice!.id, choice: 'Maybe' }], 'answers[1].choice'],
    [[{ question_id: 'csq_000001', rating: 5 }], 'answers[0].question_id'], [[{ question_id: rating!.id, rating: 5 }, { question_id: rating!.id, rating: 5 }], 'answers[1].question_id'],
    [[{ question_id: free!.id }], 'answers[0].text'], [[], 'answers'],
  ];
  for (const [answers, field] of wrong) expect(await submit(body['token'], answers)).toMatchObject({ status: 400, body: { field } });
  expect((await byToken(body['token'])).body).toMatchObject({ status: 'SENT' });
  expect((await byToken('nothing')).status).toBe(404);
});

test('nobody can open a seeded invitation with the text that its hash was made from', async () => {
  expect((await byToken('no token 1')).status).toBe(404);
});
