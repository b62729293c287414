import type { Instance } from './testing/instance.ts';
import { admin, customer, manager, operative } from './testing/people.ts';
import { servicePolicy } from './testing/servicePolicy.ts';
import { startStory, type Story } from './testing/startStory.ts';

let ticket: Instance;
let story: Story;
beforeAll(async () => void ({ ticket, story } = await startStory()));
afterAll(() => ticket.stop());

const update = async (who: typeof operative, input: object) =>
  (await ticket.send(who, `mutation ($input: UpdateTicketInput!) {
    updateTicket(input: $input) { ticket { version description priority } userErrors { code field } } }`, { input })).data.updateTicket;
const read = async (id: string) =>
  (await ticket.send(manager, `query ($id: ID!) { ticket(id: $id) { version description priority
    history { edges { node { fromStatus toStatus actor { kind id } changes { field from to } } } } } }`, { id })).data.ticket;
const conflict = [{ code: 'CONFLICT', field: 'expectedVersion' }];

test('of two people who edit what both have seen, one is told, with the ticket as it is', async () => {
  const id = await story.created({ description: 'It smokes.' });
  expect(await read(id)).toMatchObject({ version: 1 });
  expect(await update(customer(), { ticketId: id, description: 'It burns.', expectedVersion: 1 })).toMatchObject({ ticket: { version: 2 }, userErrors: [] });
  expect(await update(operative, { ticketId: id, priority: 'P1', expectedVersion: 1 })).toEqual({
    ticket: { version: 2, description: 'It burns.', priority: 'P3' }, userErrors: conflict,
  });
  expect(await update(operative, { ticketId: id, priority: 'P1', expectedVersion: 2 })).toMatchObject({ ticket: { version: 3, priority: 'P1' }, userErrors: [] });
  expect(await update(operative, { ticketId: id, priority: 'P2' })).toMatchObject({ ticket: { version: 4 }, userErrors: [] });
});

test('the history says what was changed from what to what, by whom', async () => {
  const id = await story.created({ description: 'It smokes.', priority: 'P3' });
  await update(customer(), { ticketId: id, description: 'x'.repeat(3_000) });
  const window = { start: '2027-01-05T08:00:00.000Z', end: '2027-01-05T12:00:00.000Z' };
  await update(operative, { ticketId: id, priority: 'P2', windows: [window] });
  await update(operative, { ticketId: id, priority: 'P2' });
  const entries = (await read(id)).history.edges.map(({ node }: { node: object }) => node);
  expect(entries).toEqual([
    expect.objectContaining({ toStatus: 'NEW', changes: [] }),
    {
      fromStatus: 'NEW', toStatus: 'NEW', actor: { kind: 'CUSTOMER', id: 'cus_1' },
      changes: [{ field: 'description', from: 'It smokes.', to: `${'x'.repeat(999)}…` }],
    },
    {
      fromStatus: 'NEW', toStatus: 'NEW', actor: { kind: 'OPERATIVE', id: operative.id },
      changes: [{ field: 'priority', from: 'P3', to: 'P2' }, { field: 'windows', from: null, to: `${window.start}/${window.end}` }],
    },
  ]);
});

test('of 20 edits at the same moment that name one version, exactly one is made', async () => {
  const id = await story.created();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => update(operative, { ticketId: id, description: `edit ${n}`, expectedVersion: 1 })));
  const made = answers.flatMap(({ userErrors }, n) => (userErrors.length === 0 ? [`edit ${n}`] : []));
  expect(made).toHaveLength(1);
  expect(answers.filter(({ userErrors }) => userErrors[0]?.code === 'CONFLICT')).toHaveLength(19);
  expect(await read(id)).toMatchObject({ version: 2, description: made[0] });
});

test('what dispatch does is no edit', async () => {
  const id = await story.created();
  await story.offered(id);
  expect(await update(operative, { ticketId: id, description: 'Ring twice.', expectedVersion: 1 })).toMatchObject({ userErrors: [] });
});

test('a policy is not saved over one that its editor has not seen', async () => {
  const { version: _, ...policy } = servicePolicy;
  const save = async (expectedVersion: number, note: string) =>
    (await ticket.send(admin, `mutation ($input: SaveServicePolicyInput!) { saveServicePolicy(input: $input) {
      policy { version note } userErrors { code field } } }`,
    { input: { ...policy, effectiveFrom: new Date().toISOString(), note, expectedVersion } })).data.saveServicePolicy;
  expect(await save(1, 'first')).toEqual({ policy: { version: 2, note: 'first' }, userErrors: [] });
  expect(await save(1, 'second')).toEqual({ policy: { version: 2, note: 'first' }, userErrors: conflict });
  expect(await save(2, 'second')).toEqual({ policy: { version: 3, note: 'second' }, userErrors: [] });
});
