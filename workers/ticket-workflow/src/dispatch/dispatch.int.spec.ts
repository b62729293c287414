import { openDesk, until, type Desk } from '../testing/desk.ts';
import { anExpertNode, aWorld } from '../testing/world.ts';

let desk: Desk;
let opened = 0;
const open = async (...experts: ReturnType<typeof anExpertNode>[]) => {
  desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `dispatch${process.pid}x${(opened += 1)}` }, aWorld(experts.length > 0 ? experts : undefined));
};
afterEach(() => desk.close());

const hour = 3_600_000;
const noonish = () => [{ start: new Date(Date.now() + 3 * hour), end: new Date(Date.now() + 5 * hour) }];
const allDecided = (count: number) => until('all decided', async () => (await desk.prisma.ticket.count({ where: { status: { in: ['OFFERED', 'NEEDS_ATTENTION'] } } })) === count);
const attempts = () => desk.prisma.dispatchAttempt.findMany({ orderBy: { decidedAt: 'asc' } });

/** Tickets that are ready for dispatch before any worker looks. */
async function waiting(count: number): Promise<string[]> {
  const intake = await desk.work();
  await until('a roster', async () => (await desk.prisma.rosterExpert.count()) > 0);
  await desk.sql(`CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.due_at = now() + interval '1 hour'; RETURN NEW; END $$`);
  await desk.sql(`CREATE TRIGGER later BEFORE INSERT OR UPDATE ON timer FOR EACH ROW WHEN (NEW.kind = 'RETRY_DISPATCH' AND NEW.done_at IS NULL) EXECUTE FUNCTION later()`);
  const ids = await Promise.all(Array.from({ length: count }, () => desk.create({ windows: noonish() })));
  await until('all examined', async () => (await desk.prisma.ticket.count({ where: { status: 'AWAITING_DISPATCH' } })) === count);
  await intake.stop();
  await desk.sql('DROP TRIGGER later ON timer');
  await desk.sql(`UPDATE timer SET due_at = now() WHERE kind = 'RETRY_DISPATCH'`);
  return ids;
}

test('those who wait together are decided together, in one snapshot; each decision comes out the same again', async () => {
  await open(...Array.from({ length: 3 }, (_, n) => anExpertNode(`exp_${n}`, { lat: 52.5 + n / 100 })));
  await waiting(5);
  await desk.work();
  await allDecided(5);
  // Two hours for visits of one: each expert can do no more than one of them, the way included.
  expect(await desk.prisma.offer.count({ where: { releasedAt: null } })).toBe(3);
  const made = await attempts();
  expect(made.map(({ batchSize }) => batchSize)).toEqual([5, 5, 5, 5, 5]);
  expect(new Set(made.map(({ snapshotDigest }) => snapshotDigest)).size).toBe(1);
  expect(await desk.prisma.dispatchSnapshot.count()).toBe(1);
  for (const { ticketId } of made) {
    const { edges } = await desk.queries.dispatchAttempts(ticketId, { limit: 1, after: null });
    expect(await desk.queries.replayAttempt(edges[0]!.node)).toMatchObject({ agrees: true });
  }
  await desk.sql('UPDATE dispatch_snapshot SET state = replace(state, \'"recentRefusals":0\', \'"recentRefusals":99\')');
  const { edges } = await desk.queries.dispatchAttempts(made[0]!.ticketId, { limit: 1, after: null });
  expect(await desk.queries.replayAttempt(edges[0]!.node)).toMatchObject({ agrees: false });
});

test('a ticket that cannot be dispatched is put off, and keeps nobody waiting', async () => {
  await open();
  const [broken, ...others] = await waiting(4);
  await desk.sql(`UPDATE ticket SET priority = 'P1' WHERE id = '${broken}'`);
  await desk.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$`);
  await desk.sql(`CREATE TRIGGER refuse BEFORE UPDATE ON ticket FOR EACH ROW WHEN (OLD.id = '${broken}') EXECUTE FUNCTION refuse()`);
  await desk.work();
  await allDecided(others.length);
  expect((await desk.ticket(broken!)).status).toBe('AWAITING_DISPATCH');
  const timer = () => desk.prisma.timer.findUniqueOrThrow({ where: { id: `retry:${broken}` } });
  await until('it is tried ever less often', async () => +(await timer()).dueAt > Date.now() + 1_500);
  expect((await timer()).doneAt).toBeNull();
  await desk.sql('DROP TRIGGER refuse ON ticket');
  await desk.sql(`UPDATE timer SET due_at = now() WHERE id = 'retry:${broken}'`);
  await allDecided(4);
});

test('an expert is freed while somebody is being told that nobody can come: they are tried once more', async () => {
  await open(anExpertNode('exp_1'));
  await desk.work();
  const first = await desk.create({ windows: noonish() });
  const { id } = await desk.offer(first);
  const second = await desk.create({ windows: noonish() });
  await desk.status(second, 'NEEDS_ATTENTION');
  await desk.commands.refuseOffer('exp_1', { offerId: id, reason: 'UNAVAILABLE', note: null });
  expect((await desk.offer(second)).expertId).toBe('exp_1');
  await until('nothing is left to be told', async () => (await desk.prisma.territoryFreed.count()) === 0);
});

test('whoever waits has a timer from the moment at which they begin to wait, and none when they do not', async () => {
  await open(anExpertNode('exp_1'));
  const [ticketId] = await waiting(1);
  const pending = () => desk.prisma.timer.count({ where: { ticketId: ticketId!, kind: 'RETRY_DISPATCH', doneAt: null } });
  expect(await pending()).toBe(1);
  await desk.cancel(ticketId!);
  expect(await pending()).toBe(0);
});
