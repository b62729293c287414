import { skillsInRemarks } from './remarks.ts';
import { toArticle, type ArticleRow } from './articles.ts';
import { toExpert, type ExpertRow } from './experts.ts';
import { refusalAsUserError, MonolithRefused } from './monolithRefused.ts';
import { toProduct } from './products.ts';
import { ticketNumberIn, toInvitation } from './surveys.ts';
import { toTicket, type TicketRow } from './tickets.ts';

const expertRow: ExpertRow = {
  id: 'exp_000012', name: 'Erika', email: 'e@x.example', phone: null, location_id: 'ter_000004', secondary_location_ids: ['ter_000007'], home_lat: 1, home_lng: 2, time_zone: 'Europe/Berlin', active: true, version: 1,
  shifts: [{ weekday: 1, start: '08:00', end: '17:00' }, { weekday: 7, start: '12:00', end: '24:00' }],
  time_off: [{ start: '2026-12-01T00:00:00.000Z', end: '2026-12-05T00:00:00.000Z', reason: 'Holiday' }],
  skills: [{ skill_id: 'skl_000001', skill_name: 'Windows repair', category: 'Computers', level: 2, valid_until: '2027-01-01T00:00:00.000Z', verified: false }],
};
const ticketRow: TicketRow = {
  id: 'tic_000009', number: 'SYS-100009', customer_id: 'cus_000003', ticket_type_id: null, product_name: 'Old radio', description: 'Hums.', priority: 'P2', status: 'ACCEPTED',
  attention_reason: null, assigned_expert_id: 'exp_000012', contract_id: null, line1: 'Weg 1', city: 'Berlin', postcode: '10115', country: 'DE', window_start: null, window_end: null,
  scheduled_start: '2026-12-01T08:00:00.000Z', scheduled_end: null, outcome: null, resolution: null, created_at: '2026-11-01T08:00:00.000Z',
};

test('an expert has territories, weekdays and skills in the words of the graph', () => {
  expect(toExpert(expertRow)).toMatchObject({
    territories: [{ territoryId: 'ter_000004', kind: 'PRIMARY' }, { territoryId: 'ter_000007', kind: 'SECONDARY' }],
    timeZone: 'Europe/Berlin',
    shifts: [{ weekday: 'MONDAY', start: '08:00', end: '17:00' }, { weekday: 'SUNDAY', start: '12:00', end: '24:00' }],
    skills: [{ skill: { id: 'skl_000001', name: 'Windows repair', category: 'Computers' }, level: 2, verified: false, validUntil: new Date('2027-01-01T00:00:00Z') }],
  });
});

test('time off without an id gets the same one every time', () => {
  const ids = [toExpert(expertRow), toExpert(expertRow)].map(({ timeOff }) => timeOff[0]!.id);
  expect(ids).toEqual(['tof_000012-1796083200000', 'tof_000012-1796083200000']);
  expect(toExpert({ ...expertRow, time_off: [{ id: 'tof_1', ...expertRow.time_off[0]! }] }).timeOff[0]!.id).toBe('tof_1');
});

test('a product keeps what its remarks say', () => {
  const row = { id: 'prd_1', name: 'Radio', category: 'Audio', visit_minutes: 45, remarks: 'needs: skl_000001/1', active: false, version: 2 };
  expect(toProduct(row)).toEqual({ id: 'prd_1', name: 'Radio', category: 'Audio', visitMinutes: 45, active: false, version: 2, requiredSkills: skillsInRemarks(row.remarks) });
});

describe('a ticket', () => {
  it('has one visit and one address under its and its customer’s digits', () => {
    expect(toTicket(ticketRow)).toMatchObject({
      address: { id: 'adr_000003' }, window: null, productId: null, attentionReason: null,
      visit: { id: 'vis_000009', ticketId: 'tic_000009', expertId: 'exp_000012', status: 'SCHEDULED', scheduledStart: new Date('2026-12-01T08:00:00Z'), scheduledEnd: null },
    });
  });

  it.each([['OFFERED', 'PROPOSED'], ['EN_ROUTE', 'EN_ROUTE'], ['ON_SITE', 'ON_SITE'], ['COMPLETED', 'COMPLETED'], ['CLOSED', 'COMPLETED']] as const)('that is %s has a visit %s', (status, visit) =>
    expect(toTicket({ ...ticketRow, status }).visit!.status).toBe(visit));

  it('has no visit while nobody was asked', () => {
    expect(toTicket({ ...ticketRow, status: 'AWAITING_DISPATCH' }).visit).toBeNull();
    expect(toTicket({ ...ticketRow, assigned_expert_id: null }).visit).toBeNull();
  });

  it('needs attention for a reason, even when the monolith kept none', () => {
    expect(toTicket({ ...ticketRow, status: 'NEEDS_ATTENTION' }).attentionReason).toBe('OTHER');
    expect(toTicket({ ...ticketRow, status: 'NEEDS_ATTENTION', attention_reason: 'NO_EXPERT' }).attentionReason).toBe('NO_EXPERT');
    expect(toTicket({ ...ticketRow, attention_reason: 'NO_EXPERT' }).attentionReason).toBeNull();
  });
});

test('the words of a survey’s subject tell its ticket', () => {
  expect(['Ticket SYS-100001', 'About SYS-100001, thanks', 'Ticket 4711'].map(ticketNumberIn)).toEqual(['SYS-100001', 'SYS-100001', '4711']);
  const questions = [{ id: 'q1', kind: 'TEXT' as const, text: 'Why?', choices: [] }, { id: 'q2', kind: 'CHOICE' as const, text: 'Well?', choices: ['Yes'] }];
  expect(toInvitation({ id: 'srv_1', subject: 'Ticket SYS-1', status: 'SENT', questions }).questions.map(({ choices }) => choices)).toEqual([null, ['Yes']]);
});

test('an article has its votes and its author', () => {
  const row: ArticleRow = { id: 'art_1', title: 'T', body: 'B', author_expert_id: null, ticket_id: null, ticket_number: 'SYS-1', yes_votes: 3, no_votes: 1, updated_at: '2026-01-01T00:00:00Z', tags: ['a'] };
  expect(toArticle(row)).toMatchObject({ usefulness: { yes: 3, no: 1 }, ticketNumber: 'SYS-1', authorExpertId: null });
});

test('refusals become user errors; everything else stays an exception', () => {
  expect(refusalAsUserError(new MonolithRefused(404, 'NOT_FOUND', 'No.'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(refusalAsUserError(new MonolithRefused(400, 'BAD_INPUT', 'No.', 'name'))).toEqual({ code: 'INVALID_INPUT', message: 'No.', field: 'name' });
  expect(refusalAsUserError(new MonolithRefused(409, 'REFERENCE', 'No.'))).toMatchObject({ code: 'INVALID_INPUT' });
  expect(refusalAsUserError(new MonolithRefused(409, 'WRONG_STATUS', 'No.'))).toMatchObject({ code: 'WRONG_STATUS' });
  expect(() => refusalAsUserError(new Error('bug'))).toThrow('bug');
});
