import { openDesk, type Desk } from '../testing/desk.ts';
import { visit } from '../testing/visit.ts';

let desk: Desk;
beforeEach(async () => void (desk = await openDesk({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', prefix: `unproven${process.pid}x${Date.now()}` })));
afterEach(() => desk.close());

async function fixed(change: { emailVerifiedAt?: string | null; phoneVerifiedAt?: string | null; registered?: boolean }) {
  Object.assign(desk.world.customers.get('cus_1')!, change, { notificationPreferences: { channel: 'SMS', quietHours: null } });
  await desk.work();
  const ticketId = await desk.create();
  await visit(desk, ticketId, 'FIXED');
  await desk.settled();
  const told = desk.world.sent.filter(({ recipientId }) => recipientId === 'cus_1');
  return { templates: told.map(({ template }) => template).toSorted(), channels: [...new Set(told.map(({ channel }) => channel))], invited: desk.world.invited.length };
}

test.each([
  ['whose address and number are proven gets SMS and a survey', {}, { templates: ['EXPERT_ON_THE_WAY', 'SURVEY_INVITATION', 'TICKET_ACCEPTED'], channels: ['SMS'], invited: 1 }],
  ['whose number is not proven gets mails', { phoneVerifiedAt: null }, { templates: ['EXPERT_ON_THE_WAY', 'SURVEY_INVITATION', 'TICKET_ACCEPTED'], channels: ['EMAIL'], invited: 1 }],
  ['whose address is not proven gets neither SMS nor a survey', { emailVerifiedAt: null }, { templates: ['EXPERT_ON_THE_WAY', 'TICKET_ACCEPTED'], channels: ['EMAIL'], invited: 0 }],
  ['who never registered is asked by mail', { emailVerifiedAt: null, phoneVerifiedAt: null, registered: false }, { templates: ['EXPERT_ON_THE_WAY', 'SURVEY_INVITATION', 'TICKET_ACCEPTED'], channels: ['EMAIL'], invited: 1 }],
])('a customer %s', async (_, change, expected) => {
  expect(await fixed(change)).toEqual(expected);
});
