import { addComment } from '../domain/addComment.ts';
import { placeOffer } from '../domain/placeOffer.ts';
import { recordEntitlement } from '../domain/recordEntitlement.ts';
import { system } from '../domain/ticket.ts';
import { anOffer, hours, later } from '../testing/builders.ts';
import { startInstance } from '../testing/instance.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import type { Instance } from '../testing/instance.ts';
import { seedRoster } from '../testing/roster.ts';
import { storyOf } from '../testing/story.ts';
import { changeTicket } from './changeTicket.ts';
import { createStorage } from './storage.ts';
import type { Storage } from './storage.ts';

let instance: Instance;
let story: ReturnType<typeof storyOf>;
let storage: Storage;
const woken: string[] = [];
beforeAll(async () => {
  instance = await startInstance();
  story = storyOf(instance);
  storage = createStorage({ prisma: instance.application.database, wake: { send: (keys) => woken.push(...keys) } });
  await seedRoster(instance.sql);
});
afterAll(() => instance.stop());
const actor = system('test');
const comment = (id: string) => (ticket: Parameters<typeof addComment>[0], now: Date) => addComment(ticket, { id, author: actor, body: 'x', visibility: 'INTERNAL' }, now);
const count = async (sql: string, ...values: unknown[]) => Number((await instance.sql.query(`SELECT count(*) FROM ${sql}`, values)).rows[0].count);

async function covered(): Promise<string> {
  const ticketId = await story.created();
  await changeTicket(storage, { ticketId, actor, decide: (ticket, now) => recordEntitlement(ticket, { contractId: null, location: null, planArriveMinutes: null }, now, servicePolicy) });
  return ticketId;
}
const offerTo = (ticketId: string, expertId: string, skills: { skillId: string; level: number }[]) =>
  changeTicket(storage, { ticketId, actor, decide: (ticket, now) => placeOffer(ticket, { ...anOffer({ offerId: `off_${ticketId}`, expertId, startsAt: later(now, hours(700)), at: now }), skills }, now) });

test('an expert who lost the skill meanwhile is a refusal, and nothing is left of the offer', async () => {
  const ticketId = await covered();
  expect(await offerTo(ticketId, 'exp_3', [{ skillId: 'skl_1', level: 2 }])).toMatchObject({ refused: 'SKILLS_CHANGED' });
  expect(await offerTo(ticketId, 'exp_3', [])).toMatchObject({ refused: 'SKILLS_CHANGED' });
  expect(await story.ticket(ticketId)).toMatchObject({ status: 'AWAITING_DISPATCH', visit: null, offer: null, version: 2 });
});

test('a handler that has handled the message does nothing; its mark comes and goes with the effect', async () => {
  const ticketId = await story.created();
  const handle = (id: string, after?: () => Promise<void>) =>
    changeTicket(storage, { ticketId, actor, before: (transaction) => transaction.firstTime('msg_1', 'test'), decide: comment(id), ...(after ? { after } : {}) });
  await expect(handle('cmt_1', () => Promise.reject(new Error('after the effect')))).rejects.toThrow('after the effect');
  expect(await count('comment WHERE ticket_id = $1', ticketId)).toBe(0);
  expect(await handle('cmt_2')).toMatchObject({ facts: [{ type: 'CommentAdded' }] });
  expect(await handle('cmt_3')).toEqual({ ticket: null, facts: [] });
  expect(await count('comment WHERE ticket_id = $1', ticketId)).toBe(1);
});

test('nobody is woken by what was rolled back', async () => {
  const ticketId = await story.created();
  woken.length = 0;
  await changeTicket(storage, { ticketId, actor, decide: comment('cmt_4'), after: () => Promise.reject(new Error('no')) }).catch(() => undefined);
  expect(woken).toEqual([]);
  await changeTicket(storage, { ticketId, actor, decide: comment('cmt_5') });
  expect(woken).toEqual([`ticket:${ticketId}`]);
});

test('a message enqueued twice is one message', async () => {
  const message = { id: 'out_1', type: 'deliver_notification', aggregateId: 'tic_1', version: null, payload: { to: 'x' } };
  for (const _ of [1, 2]) await storage.transact((transaction) => transaction.enqueue([message]));
  expect(await count(`outbox WHERE id = 'out_1'`)).toBe(1);
});

test('attempts are numbered for each ticket, timers are set anew', async () => {
  const ticketId = await story.created();
  const decision = { ticketId, chosen: null, rejected: [], runnersUp: [] };
  const attempt = { decision, decidedAt: new Date(), policyVersion: 1, snapshotDigest: 'd', offerId: null, batchSize: 1 };
  for (const number of [1, 2]) expect(await storage.transact((transaction) => transaction.recordAttempt(attempt))).toBe(number);
  const timer = { id: `dispatch:${ticketId}`, kind: 'RETRY_DISPATCH' as const, ticketId, dueAt: new Date(0) };
  await storage.transact((transaction) => transaction.schedule([timer]));
  await storage.transact((transaction) => transaction.finishTimers([timer.id]));
  await storage.transact((transaction) => transaction.schedule([{ ...timer, dueAt: new Date(1_000) }]));
  const { rows } = await instance.sql.query('SELECT due_at, done_at FROM timer WHERE id = $1', [timer.id]);
  expect(rows).toEqual([{ due_at: new Date(1_000), done_at: null }]);
});

test('a ticket that is not there is NOT_FOUND', async () => expect(await changeTicket(storage, { ticketId: 'tic_none', actor, decide: comment('cmt_6') })).toMatchObject({ refused: 'NOT_FOUND' }));
