import pg from 'pg';
import { acceptOffer } from '../domain/acceptOffer.ts';
import { assignTicket } from '../domain/assignTicket.ts';
import type { Decision } from '../domain/decision.ts';
import { expireOffer } from '../domain/expireOffer.ts';
import { startTravel } from '../domain/startTravel.ts';
import { system } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket.ts';
import { updateTicket } from '../domain/updateTicket.ts';
import { anOffer, hours, later, minutes } from '../testing/builders.ts';
import type { Instance } from '../testing/instance.ts';
import { servicePolicy } from '../testing/servicePolicy.ts';
import { startStory, type Story } from '../testing/startStory.ts';
import { changeTicket } from './changeTicket.ts';

let instance: Instance;
let story: Story;
beforeAll(async () => void ({ ticket: instance, story } = await startStory()));
afterAll(() => instance.stop());

const decided = async (ticketId: string, decide: (ticket: Ticket, now: Date) => Decision) =>
  expect(await changeTicket(story.storage, { ticketId, actor: system('test'), decide })).not.toHaveProperty('refused');
const assigned = (offerId: string, expertId: string, startsAt: Date, brokenRules: string[] = []) => (ticket: Ticket, now: Date) =>
  assignTicket(ticket, { ...anOffer({ offerId, expertId, startsAt, at: now }), skills: [{ skillId: 'skl_1', level: 2 }], reason: 'Asked for.', managerId: 'usr_1', brokenRules }, now, servicePolicy);
const rows = async (sql: string, ...values: unknown[]) => (await instance.sql.query<Record<string, unknown>>(sql, values)).rows;
const feedOf = (expertId: string) => rows('SELECT sequence::int, kind, offer_id FROM expert_feed WHERE expert_id = $1 ORDER BY sequence', expertId);

test('a change costs two statements and one for the lock', async () => {
  const ticketId = await story.created();
  const { offerId } = await story.offered(ticketId);
  const query = jest.spyOn(pg.Client.prototype, 'query');
  await decided(ticketId, (ticket, now) => acceptOffer(ticket, { offerId }, now));
  const sent = query.mock.calls.map(([first]) => (typeof first === 'string' ? first : (first as { text: string }).text).trim().slice(0, 8));
  query.mockRestore();
  expect(sent).toEqual(['BEGIN', 'SELECT 1', 'SELECT t', 'WITH sav', 'COMMIT']);
});

test('whoever waited for the lock sees all that was done meanwhile, not only the ticket', async () => {
  const ticketId = await story.created();
  const { offerId, visitId } = await story.offered(ticketId);
  let waiting: Promise<Ticket> | undefined;
  await changeTicket(story.storage, {
    ticketId, actor: system('test'), decide: (ticket, now) => acceptOffer(ticket, { offerId }, now),
    after: async () => {
      waiting = story.ticket(ticketId);
      while ((await rows(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`)).length === 0);
    },
  });
  expect(await waiting).toMatchObject({ status: 'ACCEPTED', historyLength: 4, visit: { id: visitId, status: 'SCHEDULED' }, offer: { id: offerId, status: 'ACCEPTED' } });
});

test('what was written is read again as it was decided', async () => {
  const ticketId = await story.created({ windows: [1, 2, 3].map((n) => ({ start: later(new Date(), hours(24 * n)), end: later(new Date(), hours(24 * n + 4)) })) });
  let read = await story.ticket(ticketId);
  const also = async (decide: (ticket: Ticket, now: Date) => Decision) => {
    const changed = await changeTicket(story.storage, { ticketId, actor: system('test'), decide });
    read = await story.ticket(ticketId);
    expect({ ticket: read }).toEqual({ ticket: (changed as { ticket: Ticket }).ticket });
  };
  const window = (inDays: number) => ({ start: later(read.createdAt, hours(24 * inDays)), end: later(read.createdAt, hours(24 * inDays + 2)) });
  const wish = { description: null, priority: null, product: null };
  await also((ticket, now) => updateTicket(ticket, { ...wish, windows: [window(4)] }, now, servicePolicy));
  await also((ticket, now) => updateTicket(ticket, { ...wish, windows: [window(5), window(6)] }, now, servicePolicy));
  await also((ticket, now) => updateTicket(ticket, { ...wish, windows: [], description: 'Ünïcode \\ "quotes" \n 💡' }, now, servicePolicy));
  await story.offered(ticketId);
  await also((ticket, now) => acceptOffer(ticket, { offerId: ticket.offer!.id }, now));
  await also((ticket, now) => startTravel(ticket, { visitId: ticket.visit!.id }, now, { beginAheadMinutes: 20_160 }));
});

test('a booking is given up and made anew in one change: same expert, same hour, and the feed says both', async () => {
  const ticketId = await story.created();
  const { offerId, visitId } = await story.accepted(ticketId, 'exp_2');
  const { offer } = await story.ticket(ticketId);
  const before = await feedOf('exp_2');
  await decided(ticketId, assigned('off_anew', 'exp_2', offer!.startsAt));
  expect(await story.ticket(ticketId)).toMatchObject({ status: 'ACCEPTED', visit: { id: visitId, status: 'SCHEDULED' }, offer: { id: 'off_anew', expertId: 'exp_2' } });
  const after = await feedOf('exp_2');
  expect(after.slice(before.length)).toEqual([
    { sequence: before.length + 1, kind: 'WITHDRAWN', offer_id: offerId }, { sequence: before.length + 2, kind: 'ACCEPTED', offer_id: 'off_anew' },
  ]);
});

test('of the skills needed only those are written down that the expert has, when a manager books', async () => {
  const ticketId = await story.created();
  await decided(ticketId, assigned('off_unskilled', 'exp_3', later(new Date(), hours(900)), ['SKILL_MISSING']));
  expect(await rows(`SELECT count(*)::int AS n FROM offer_skill WHERE offer_id = 'off_unskilled'`)).toEqual([{ n: 0 }]);
});

test('an expired offer leaves word in the territory, and ends its timer', async () => {
  const ticketId = await story.created();
  const { offerId } = await story.offered(ticketId);
  await rows('DELETE FROM territory_freed');
  await decided(ticketId, (ticket, now) => expireOffer(ticket, { offerId }, later(now, minutes(20))));
  expect(await rows('SELECT territory_id FROM territory_freed')).toEqual([{ territory_id: 'ter_1' }]);
  const timers = await rows('SELECT id, done_at IS NOT NULL AS done FROM timer WHERE ticket_id = $1 ORDER BY id', ticketId);
  expect(timers).toEqual(expect.arrayContaining([{ id: `${offerId}:expiry`, done: true }, { id: `retry:${ticketId}`, done: false }]));
});

test('what is decided for an older ticket is not written', async () => {
  const ticketId = await story.created();
  const old = await story.ticket(ticketId);
  const { offerId } = await story.offered(ticketId);
  const late = story.storage.transact((transaction) => transaction.record(old, [{ type: 'CommentAdded', at: new Date(), id: 'cmt_late', author: system('test'), body: 'x', visibility: 'PUBLIC' }], system('test')));
  await expect(late).rejects.toThrow('is not at version 1');
  expect(await rows(`SELECT 1 FROM comment WHERE id = 'cmt_late'`)).toEqual([]);
  expect(await story.ticket(ticketId)).toMatchObject({ version: 3, offer: { id: offerId } });
});
