import { openDesk, until, type Desk } from '../testing/desk.ts';
import { anExpertNode, aWorld } from '../testing/world.ts';
import { syncRoster } from './startRosterSync.ts';

let desk: Desk;
let prefix = 0;
const open = async (world = aWorld()) => (desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `roster${process.pid}x${(prefix += 1)}` }, world));
afterEach(() => desk.close());

test('the replica becomes what the graph shows, page by page, and a second time nothing changes', async () => {
  await open(aWorld(Array.from({ length: 230 }, (_, n) => anExpertNode(`exp_${String(n).padStart(3, '0')}`, { territory: `ter_${1 + (n % 2)}` }))));
  const { workflow } = await desk.work({ parts: [] });
  expect(await syncRoster(workflow)).toBeGreaterThan(230);
  expect(await desk.prisma.rosterExpert.count({ where: { active: true } })).toBe(230);
  expect(await desk.prisma.rosterShift.count()).toBe(230 * 7);
  expect(await desk.prisma.rosterShift.findFirst({ where: { expertId: 'exp_000', weekday: 7 } })).toMatchObject({ startMinute: 0, endMinute: 1440 });
  expect(await syncRoster(workflow)).toBe(0);
});

test('what vanished: a skill is kept and marked, an expert is inactive, shifts, territories and time off are gone; what came back counts again', async () => {
  await open();
  const { workflow } = await desk.work({ parts: [] });
  const [first, second] = desk.world.experts as [ReturnType<typeof anExpertNode>, ReturnType<typeof anExpertNode>];
  first.timeOff = [{ id: 'off_1', start: '2026-12-01T00:00:00.000Z', end: '2026-12-02T00:00:00.000Z', status: 'APPROVED' }, { id: 'off_2', start: '2026-12-01T00:00:00.000Z', end: '2026-12-02T00:00:00.000Z', status: 'REFUSED' }];
  await syncRoster(workflow);
  expect(await desk.prisma.rosterTimeOff.findMany({ select: { id: true } })).toEqual([{ id: 'off_1' }]);
  const { skills, shifts } = first;
  Object.assign(first, { skills: [], shifts: shifts.slice(0, 2), timeOff: [] });
  desk.world.experts.splice(1, 1);
  await syncRoster(workflow);
  expect(await desk.prisma.rosterExpertSkill.findMany({ where: { expertId: 'exp_1' } })).toEqual([expect.objectContaining({ removedAt: expect.any(Date) })]);
  expect(await desk.prisma.rosterShift.count({ where: { expertId: 'exp_1' } })).toBe(2);
  expect(await desk.prisma.rosterTimeOff.count()).toBe(0);
  expect(await desk.prisma.rosterExpert.findUnique({ where: { id: 'exp_2' } })).toMatchObject({ active: false });
  first.skills = skills;
  desk.world.experts.push(second);
  await syncRoster(workflow);
  expect(await desk.prisma.rosterExpertSkill.count({ where: { expertId: 'exp_1', removedAt: null } })).toBe(1);
  expect(await desk.prisma.rosterExpert.count({ where: { active: true } })).toBe(2);
});

test('what cannot be read is not taken for nothing: the replica keeps what it knew, and a newcomer is not there yet', async () => {
  await open();
  const { workflow } = await desk.work({ parts: [] });
  const absence = { id: 'off_1', start: '2026-12-01T00:00:00.000Z', end: '2026-12-02T00:00:00.000Z', status: 'APPROVED' };
  const first = Object.assign(desk.world.experts[0]!, { timeOff: [absence] });
  await syncRoster(workflow);
  for (const part of ['skills', 'shifts', 'timeOff', 'territories', 'home', 'active']) {
    desk.world.experts[0] = { ...first, [part]: null };
    desk.world.experts[2] = { ...anExpertNode('exp_new'), [part]: null };
    expect(await syncRoster(workflow)).toBe(0);
  }
  expect(await desk.prisma.rosterTimeOff.count({ where: { expertId: 'exp_1' } })).toBe(1);
  expect(await desk.prisma.rosterExpert.findMany({ where: { active: true }, select: { id: true }, orderBy: { id: 'asc' } })).toEqual([{ id: 'exp_1' }, { id: 'exp_2' }]);
});

test('a product whose skills cannot be read keeps its rows, and is marked until they can', async () => {
  await open();
  const { workflow } = await desk.work({ parts: [] });
  await syncRoster(workflow);
  const product = desk.world.products[0]!;
  const skills = product.requiredSkills;
  product.requiredSkills = null;
  expect(await syncRoster(workflow)).toBe(1);
  expect(await desk.prisma.rosterProduct.findUnique({ where: { id: 'prd_1' } })).toMatchObject({ skillsKnown: false, active: true });
  expect(await desk.prisma.rosterProductSkill.count({ where: { productId: 'prd_1' } })).toBe(1);
  product.requiredSkills = skills;
  expect(await syncRoster(workflow)).toBe(1);
  expect(await desk.prisma.rosterProduct.findUnique({ where: { id: 'prd_1' } })).toMatchObject({ skillsKnown: true });
});

test('while the graph is down, or shows nobody, the old roster stays; health tells when it was read', async () => {
  await open();
  const worker = await desk.work({ parts: ['roster'], rosterSyncMs: 200 });
  const health = async () => (await (await fetch(`${worker.url}/health/ready`)).json()) as { status: string; rosterSyncedAt: string | null; rosterError: string | null };
  await until('a first sync', async () => (await health()).rosterSyncedAt !== null);
  desk.graph.down.add('monolith');
  await until('an error', async () => /does not answer/.test((await health()).rosterError ?? ''));
  expect(await health()).toMatchObject({ status: 'ready', rosterSyncedAt: expect.any(String) });
  expect(await desk.prisma.rosterExpert.count({ where: { active: true } })).toBe(2);
  desk.graph.down.delete('monolith');
  desk.world.experts.length = 0;
  await until('not believed', async () => /not believed/.test((await health()).rosterError ?? ''));
  expect(await desk.prisma.rosterExpert.count({ where: { active: true } })).toBe(2);
});
