import { products } from '../catalogue/products.ts';
import { seededTables } from './world.ts';
import type { Row } from '../testing/row.ts';

const TODAY = Date.UTC(2026, 2, 15);
const rows = Object.fromEntries(seededTables(TODAY, 1, 'hash'));
const of = (table: string) => rows[table] as Row[];
const moment = (text: string) => Date.parse(text);

test('the full seed has the size of the known business', () => {
  const sizes = Object.fromEntries(['customer', 'expert_profile', 'location', 'ticket_type', 'contract', 'ticket', 'article'].map((table) => [table, of(table).length]));
  expect(sizes).toEqual({ customer: 5_000, expert_profile: 900, location: 12, ticket_type: 60, contract: 3_000, ticket: 6_000, article: 300 });
  expect(new Set(of('ticket_type').map(({ category }) => category)).size).toBe(6);
  expect(new Set(of('expertise').map(({ skill_id }) => skill_id)).size).toBe(40);
});

test('no expert has two visits on one day', () => {
  const days = of('ticket').filter((ticket) => ticket['scheduled_start']).map((ticket) => `${ticket['assigned_expert_id']} ${ticket['scheduled_start'].slice(0, 10)}`);
  expect(days.length).toBeGreaterThan(5_000);
  expect(new Set(days).size).toBe(days.length);
});

test('visits lie within a shift of the expert and outside time off', () => {
  const experts = new Map(of('expert_profile').map((expert) => [expert['id'], expert]));
  const outside = of('ticket').filter((ticket) => ticket['scheduled_start']).filter(({ assigned_expert_id, scheduled_start, scheduled_end }) => {
    const { shifts, time_off, time_zone } = experts.get(assigned_expert_id)!;
    const [from = '', to = ''] = [scheduled_start, scheduled_end].map((at) => new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone, timeStyle: 'short' }).format(moment(at)));
    const weekday = new Date(scheduled_start).getUTCDay() || 7;
    const onShift = shifts.some((shift: Row) => shift['weekday'] === weekday && shift['start'] <= from && shift['end'] >= to);
    return !onShift || time_off.some((absence: Row) => absence['start'] < scheduled_end && absence['end'] > scheduled_start);
  });
  expect(outside).toEqual([]);
});

test('no two accounts share an e-mail address, and some products of other desks are unknown on purpose', () => {
  expect(new Set(of('sysops_user').map(({ email }) => email)).size).toBe(of('sysops_user').length);
  expect(products.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['Microsoft Office']));
});

test('the demo expert has no visit in the future, so that a demonstration finds every hour free', () => {
  const booked = of('ticket').filter((ticket) => ticket['assigned_expert_id'] === 'exp_000001' && moment(ticket['scheduled_end']) > TODAY);
  expect(booked).toEqual([]);
});
