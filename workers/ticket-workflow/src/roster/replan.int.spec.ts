import { openDesk, until, type Desk } from '../testing/desk.ts';
import { anExpertNode, aWorld, type WorldExpert } from '../testing/world.ts';
import { syncRoster } from './startRosterSync.ts';

let desk: Desk;
let opened = 0;
const open = async () => (desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `replan${process.pid}x${(opened += 1)}` }, aWorld([anExpertNode('exp_1'), anExpertNode('exp_2', { lat: 52.6 })])));
afterEach(() => desk.close());

type Offer = Awaited<ReturnType<Desk['offer']>>;
type Change = (expert: WorldExpert, offer: Offer) => void;

async function accepted(input = {}): Promise<{ ticketId: string; offer: Offer }> {
  const ticketId = await desk.create(input);
  const offer = await desk.offer(ticketId);
  await desk.commands.acceptOffer(offer.expertId, offer.id);
  return { ticketId, offer };
}

const onLeave: Change = (expert, { startsAt, endsAt }) => void (expert.timeOff = [{ id: 'tof_1', start: startsAt.toISOString(), end: endsAt.toISOString(), status: 'APPROVED' }]);
const told = (template: string) => desk.world.sent.filter((sent) => sent['template'] === template).map(({ recipientId }) => recipientId);
const withdrawals = (ticketId: string) => desk.sql<{ rules: string[]; reason: string }>(`SELECT payload -> 'brokenRules' AS rules, payload ->> 'reason' AS reason FROM ticket_event WHERE ticket_id = '${ticketId}' AND type = 'OFFER_WITHDRAWN'`);

test.each<[string, string, Change]>([
  ['goes on leave', 'TIME_OFF', onLeave],
  ['becomes inactive', 'INACTIVE', (expert) => void (expert.active = false)],
  ['loses the skill', 'SKILL_MISSING', (expert) => void (expert.skills = [])],
  ['is found to know less', 'SKILL_LEVEL', (expert) => void (expert.skills[0]!.level = 1)],
  ['is not verified any more', 'SKILL_MISSING', (expert) => void (expert.skills[0]!.verified = false)],
  ['has a skill that ends too early', 'SKILL_EXPIRED', (expert, { startsAt }) => void (expert.skills[0]!.validUntil = startsAt.toISOString())],
  ['has no shift then', 'OFF_SHIFT', (expert) => void (expert.shifts = [])],
])('an expert %s: the booking goes to somebody else, and both sides hear it', async (_, rule, change) => {
  await open();
  await desk.work({ rosterLookMs: 100 });
  const { ticketId, offer } = await accepted();
  expect(offer.expertId).toBe('exp_1');
  change(desk.world.experts[0]!, offer);
  expect((await desk.offer(ticketId)).expertId).toBe('exp_2');
  await desk.settled();
  expect(await withdrawals(ticketId)).toEqual([{ rules: [rule], reason: expect.stringMatching(`^${rule}: `) }]);
  expect(await desk.prisma.offer.findUnique({ where: { id: offer.id } })).toMatchObject({ status: 'WITHDRAWN', releasedAt: expect.any(Date) });
  expect([told('REPLACEMENT_SOUGHT'), told('VISIT_WITHDRAWN')]).toEqual([['cus_1'], ['exp_1']]);
  const { body } = desk.world.sent.find(({ template }) => template === 'REPLACEMENT_SOUGHT') as { body: string };
  expect(body).toMatch(/^Expert exp_1 cannot come .* We are looking for somebody else/);
  expect(body).not.toMatch(rule);
});

test('an open offer is taken back too, and its customer, who knew of nobody, hears nothing', async () => {
  await open();
  await desk.work({ rosterLookMs: 100 });
  const ticketId = await desk.create();
  onLeave(desk.world.experts[0]!, await desk.offer(ticketId));
  await until('somebody else', async () => (await desk.prisma.offer.count({ where: { ticketId, status: 'OFFERED', expertId: 'exp_2' } })) === 1);
  await desk.settled();
  expect([told('OFFER_WITHDRAWN'), told('REPLACEMENT_SOUGHT')]).toEqual([['exp_1'], []]);
});

test('who is on the way goes on; what a manager overrode by name stays; other visits stay', async () => {
  await open();
  const { workflow } = await desk.work();
  const travelling = await accepted();
  await desk.commands.startTravel('exp_1', travelling.offer.visitId);
  const start = new Date(Date.now() + 30 * 3_600_000);
  const other = await accepted({ windows: [{ start: new Date(+start + 24 * 3_600_000), end: new Date(+start + 30 * 3_600_000) }] });
  const byName = await desk.create({ windows: [{ start, end: new Date(+start + 3 * 3_600_000) }] });
  await desk.offer(byName);
  onLeave(desk.world.experts[0]!, { ...travelling.offer, endsAt: new Date(+start + 4 * 3_600_000) });
  await syncRoster(workflow);
  const assigned = await desk.commands.assignTicket({ kind: 'MANAGER', id: 'usr_4' }, { ticketId: byName, expertId: 'exp_1', start, reason: 'She has agreed.' });
  expect(assigned).toMatchObject({ overriddenRules: ['TIME_OFF'] });
  await syncRoster(workflow);
  expect((await desk.ticket(travelling.ticketId)).status).toBe('EN_ROUTE');
  expect(await desk.ticket(byName)).toMatchObject({ status: 'ACCEPTED', expertId: 'exp_1' });
  expect(await desk.ticket(other.ticketId)).toMatchObject({ status: 'ACCEPTED' });
});

test('a night shift is whole: a visit over midnight stays while both halves are there', async () => {
  await open();
  const { workflow } = await desk.work();
  const [expert] = desk.world.experts as [WorldExpert];
  const evening = new Date(Math.floor(Date.now() / 86_400_000 + 2) * 86_400_000 - 45 * 60_000);
  const days = [evening, new Date(+evening + 86_400_000)].map((day) => new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(day).toUpperCase());
  expert.shifts = [{ weekday: days[0]!, start: '22:00', end: '24:00' }, { weekday: days[1]!, start: '00:00', end: '06:00' }];
  await syncRoster(workflow);
  const { ticketId, offer } = await accepted({ windows: [{ start: evening, end: new Date(+evening + 90 * 60_000) }] });
  expect(offer).toMatchObject({ expertId: 'exp_1', startsAt: evening });
  await syncRoster(workflow);
  expect((await desk.ticket(ticketId)).status).toBe('ACCEPTED');
  expert.shifts.pop();
  await syncRoster(workflow);
  expect(await withdrawals(ticketId)).toMatchObject([{ rules: ['OFF_SHIFT'] }]);
});

test('two workers at the same moment, and again afterwards: withdrawn once, told once', async () => {
  await open();
  const workers = await Promise.all([desk.work(), desk.work()]);
  await until('a roster', async () => (await desk.prisma.rosterExpert.count()) === 2);
  const { ticketId, offer } = await accepted();
  onLeave(desk.world.experts[0]!, offer);
  await Promise.all(workers.map(({ workflow }) => syncRoster(workflow)));
  await desk.offer(ticketId);
  await syncRoster(workers[0]!.workflow);
  await desk.settled();
  expect(await withdrawals(ticketId)).toHaveLength(1);
  expect([told('REPLACEMENT_SOUGHT'), told('VISIT_WITHDRAWN')]).toEqual([['cus_1'], ['exp_1']]);
});

test('the process dies between the new roster and what follows from it: the next look finishes it, though nothing has changed since', async () => {
  await open();
  const { workflow } = await desk.work({ parts: ['relay', 'consumer', 'timers'] });
  await syncRoster(workflow);
  const { ticketId, offer } = await accepted();
  await desk.sql(`INSERT INTO roster_time_off VALUES ('tof_1', 'exp_1', '${offer.startsAt.toISOString()}', '${offer.endsAt.toISOString()}')`);
  onLeave(desk.world.experts[0]!, offer);
  expect(await syncRoster(workflow)).toBe(0);
  expect((await desk.offer(ticketId)).expertId).toBe('exp_2');
});

test('the roster is read again as soon as it says that it has changed, not before', async () => {
  await open();
  await desk.work({ parts: ['roster'], rosterSyncMs: 600_000, rosterLookMs: 50 });
  await until('a roster', async () => (await desk.prisma.rosterExpert.count()) === 2);
  await desk.sql(`DELETE FROM roster_shift`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await desk.prisma.rosterShift.count()).toBe(0);
  desk.world.experts[1]!.name = 'Grace';
  await until('read again', async () => (await desk.prisma.rosterShift.count()) === 14);
});
