import { attack } from '@sysops-squad/chassis/testing/attack';
import type { Statement } from '@sysops-squad/chassis/testing/attack';
import { guards } from './testing/guards.ts';
import type { Guard } from './testing/guards.ts';
import { startInstance } from './testing/instance.ts';
import type { Instance } from './testing/instance.ts';
import { seedRoster } from './testing/roster.ts';
import { storyOf } from './testing/story.ts';

/**
 * Promises 1, 3, 4 and 5 against whoever owns the tables. Each attack is in order but for one thing, and one guard refuses it;
 * with that guard taken away (and those named `also`, which would see it too) the same attack is stored.
 */
let ticket: Instance;
/** `booked` is exp_1's, `other` exp_2's at another time, `waiting` was refused by exp_2. */
const ids = { booked: '', other: '', waiting: '' };
const offers = { booked: '', other: '', refused: '' };
beforeAll(async () => {
  ticket = await startInstance();
  const story = storyOf(ticket);
  await seedRoster(ticket.sql);
  await ticket.sql.query(`INSERT INTO roster_product (id, name, category, visit_minutes, active) VALUES ('prd_2', 'Fridge', 'FRIDGE', 60, true);
    INSERT INTO roster_product_skill VALUES ('prd_2', 'skl_2', 1)`);
  for (const which of ['booked', 'other', 'waiting'] as const) ids[which] = await story.created();
  offers.booked = (await story.accepted(ids.booked, 'exp_1')).offerId;
  offers.other = (await story.accepted(ids.other, 'exp_2')).offerId;
  offers.refused = (await story.offered(ids.waiting, 'exp_2', 900)).offerId;
  await ticket.application.commands.refuseOffer('exp_2', { offerId: offers.refused, reason: 'TOO_FAR', note: null });
});
afterAll(() => ticket.stop());

type Attack = [what: string, guard: Guard, statements: () => Statement[], also?: readonly Guard[]];

function eachIsRefused(attacks: readonly Attack[]): void {
  test.each(attacks.map(([what, guard, statements, also = []]) => ({ what, guard, statements, also })))('$what: $guard', async ({ guard, statements, also }) => {
    expect(await attack(ticket.sql, statements())).toBe(guard);
    expect(await attack(ticket.sql, statements(), [guard, ...also].flatMap((name) => guards[name]))).toBe('stored');
  });
}

const moved = (id: string, from: string, to: string): Statement[] => [
  ['UPDATE ticket SET status = $2, expert_id = (SELECT expert_id FROM offer WHERE ticket_id = $1 AND released_at IS NULL) WHERE id = $1', id, to],
  [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, from_status, to_status)
    SELECT $1, max(sequence) + 1, now(), 'SYSTEM', $2, $3 FROM ticket_history WHERE ticket_id = $1`, id, from, to],
];

type Booking = { expertId: string; after?: string; way?: string; skills?: [string, number][]; overridden?: string };

/** An hour's visit at the waiting ticket, in order in every row; it begins so long `after` the end of what `booked` blocks, with a `way` to it. */
const book = ({ expertId, after = '2 hours', way = '0', skills = [['skl_1', 2]], overridden = '{}' }: Booking): Statement[] => [
  [`INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, overridden_rules, override_reason, overridden_by, created_at)
    SELECT 'off_x', v.id, v.ticket_id, $2, 'ACCEPTED', x.at, x.at + interval '1 hour', x.at - $5::interval, x.at + interval '1 hour', x.at, 't', $6::text[], 'I know.', 'usr_4', now()
    FROM visit v, (SELECT blocked_until + $4::interval AS at FROM offer WHERE id = $3) x WHERE v.ticket_id = $1`, ids.waiting, expertId, offers.booked, after, way, overridden],
  ...skills.map(([skillId, level]): Statement => [`INSERT INTO offer_skill VALUES ('off_x', $1, $2, $3)`, expertId, skillId, level]),
  [`UPDATE visit SET status = 'SCHEDULED', expert_id = o.expert_id, scheduled_start = o.starts_at, scheduled_end = o.ends_at FROM offer o WHERE o.id = 'off_x' AND visit.id = o.visit_id`],
  ...moved(ids.waiting, 'AWAITING_DISPATCH', 'ACCEPTED'),
];
const cancel = (id: string): Statement[] => [
  [`UPDATE offer SET status = 'WITHDRAWN', released_at = now() WHERE ticket_id = $1 AND released_at IS NULL`, id],
  [`UPDATE visit SET status = 'CANCELLED' WHERE ticket_id = $1`, id],
  ...moved(id, 'ACCEPTED', 'CANCELLED'),
];
const slotOf = (table: string) => (table === 'visit' ? 'expert_id, scheduled_start, scheduled_end' : 'expert_id, starts_at, ends_at, blocked_from, blocked_until');
const slotOfBooked = (table: string) => `(SELECT ${table === 'visit' ? 'expert_id, starts_at, ends_at' : slotOf(table)} FROM offer WHERE id = $2)`;

test('what the attacks are made of is stored while nothing is wrong with it', async () => {
  expect(await attack(ticket.sql, book({ expertId: 'exp_1' }))).toBe('stored');
  expect(await attack(ticket.sql, book({ expertId: 'exp_1', after: '0', way: '0' }))).toBe('stored');
  expect(await attack(ticket.sql, book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_MISSING}' }))).toBe('stored');
  expect(await attack(ticket.sql, [...cancel(ids.booked), ...book({ expertId: 'exp_1', after: '-90 minutes' })])).toBe('stored');
});

describe('a double booking', () => {
  eachIsRefused([
    ['at the same hour', 'offer_no_overlap', () => book({ expertId: 'exp_1', after: '-80 minutes' })],
    ['a minute into the time for the way', 'offer_no_overlap', () => book({ expertId: 'exp_1', after: '-1 minute' })],
    ['with a way that begins before the other visit is over', 'offer_no_overlap', () => book({ expertId: 'exp_1', after: '10 minutes', way: '11 minutes' })],
    ['by an offer that was over', 'offer_no_overlap', () => [
      ...book({ expertId: 'exp_1' }), [`UPDATE offer SET status = 'WITHDRAWN', released_at = now() WHERE id = 'off_x'`],
      [`UPDATE offer SET blocked_from = blocked_from - interval '3 hours', status = 'ACCEPTED', released_at = NULL WHERE id = 'off_x'`],
    ]],
    ['by moving a booking there', 'offer_keeps_its_slot', () => [
      ...book({ expertId: 'exp_1' }), [`UPDATE offer SET blocked_from = blocked_from - interval '3 hours' WHERE id = 'off_x'`],
    ], ['offer_no_overlap']],
    ['after the time for the way was taken away', 'offer_keeps_its_slot', () => [
      ['UPDATE offer SET blocked_until = ends_at WHERE id = $1', offers.booked], ...book({ expertId: 'exp_1', after: '1 minute' }),
    ]],
    ['that blocks less than the visit', 'offer_check1', () => book({ expertId: 'exp_1', way: '-5 minutes' })],
    ['that a manager wants all the same', 'offer_overridden_rules_check', () => book({ expertId: 'exp_1', overridden: '{OVERLAP}' })],
    ['by a visit that says so', 'ticket_agrees_with_its_offer', () => [
      [`UPDATE visit SET (${slotOf('visit')}) = ${slotOfBooked('visit')} WHERE ticket_id = $1`, ids.other, offers.booked],
    ]],
    ['by a visit without an offer', 'ticket_agrees_with_its_offer', () => [
      [`UPDATE visit SET status = 'SCHEDULED', (${slotOf('visit')}) = ${slotOfBooked('visit')} WHERE ticket_id = $1`, ids.waiting, offers.booked],
    ]],
    ['by a ticket that names somebody else', 'ticket_agrees_with_its_offer', () => [[`UPDATE ticket SET expert_id = 'exp_2' WHERE id = $1`, ids.booked]]],
  ]);
});

describe('a second live assignment', () => {
  const again = `UPDATE offer SET status = 'ACCEPTED', refusal_reason = NULL, released_at = NULL WHERE id = $1`;
  eachIsRefused([
    ['of a visit that has one', 'offer_one_live', () => [
      ...book({ expertId: 'exp_1' }), [`INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, created_at)
        SELECT 'off_y', visit_id, ticket_id, 'exp_2', status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, now() FROM offer WHERE id = 'off_x'`],
      [`INSERT INTO offer_skill VALUES ('off_y', 'exp_2', 'skl_1', 2)`],
    ], ['ticket_agrees_with_its_offer']],
    ['by an offer that was refused', 'offer_one_live', () => [...book({ expertId: 'exp_1' }), [again, offers.refused]], ['ticket_agrees_with_its_offer']],
    ['by an offer of another ticket', 'offer_keeps_its_slot', () => [
      ['UPDATE offer SET (visit_id, ticket_id) = (SELECT visit_id, ticket_id FROM offer WHERE id = $2) WHERE id = $1', offers.other, offers.booked],
    ], ['offer_one_live', 'ticket_agrees_with_its_offer']],
    ['on the visit of another ticket', 'offer_visit_id_ticket_id_fkey', () => [
      ...book({ expertId: 'exp_1' }), [`INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, created_at, released_at)
        SELECT 'off_y', visit_id, $1, expert_id, 'WITHDRAWN', starts_at, ends_at, blocked_from, blocked_until, expires_at, token, now(), now() FROM offer WHERE id = 'off_x'`, ids.other],
    ]],
    ['by a second open visit', 'visit_one_open', () => [
      ...book({ expertId: 'exp_1' }), [`INSERT INTO visit (id, ticket_id, ordinal, status, created_at) VALUES ('vis_x', $1, 9, 'PROPOSED', now())`, ids.waiting],
    ]],
  ]);
});

describe('an expert held by what is over, or a ticket let down', () => {
  const forget: Statement[] = [];
  beforeAll(() => forget.push(...['timer', 'expert_feed', 'dispatch_attempt'].map((table): Statement => [`DELETE FROM ${table} WHERE offer_id = $1`, offers.booked])));
  eachIsRefused([
    ['refused and not released', 'offer_released_when_over', () => [...cancel(ids.booked).slice(1), [`UPDATE offer SET status = 'REFUSED', refusal_reason = 'OTHER' WHERE id = $1`, offers.booked]], ['ticket_agrees_with_its_offer']],
    ['withdrawn and not released', 'offer_released_when_over', () => [...cancel(ids.booked).slice(1), [`UPDATE offer SET status = 'WITHDRAWN' WHERE id = $1`, offers.booked]], ['ticket_agrees_with_its_offer']],
    ['open and released', 'offer_released_when_over', () => [...cancel(ids.booked), [`UPDATE offer SET status = 'OFFERED' WHERE id = $1`, offers.booked]]],
    ['completed and not released', 'ticket_agrees_with_its_offer', () => [[`UPDATE visit SET status = 'COMPLETED', outcome = 'FIXED' WHERE ticket_id = $1`, ids.booked], ...moved(ids.booked, 'ACCEPTED', 'COMPLETED')]],
    ['cancelled and not released', 'ticket_agrees_with_its_offer', () => cancel(ids.booked).slice(1)],
    ['released and still promised', 'ticket_agrees_with_its_offer', () => [['UPDATE offer SET released_at = now() WHERE id = $1', offers.booked]]],
    ['its offer deleted', 'ticket_agrees_with_its_offer', () => [...forget, ['DELETE FROM offer WHERE id = $1', offers.booked]]],
    ['its visit deleted', 'ticket_agrees_with_its_offer', () => [...forget, ['DELETE FROM offer WHERE id = $1', offers.booked], ['DELETE FROM visit WHERE ticket_id = $1', ids.booked]]],
    ['every offer emptied away', 'offer_not_emptied', () => [['TRUNCATE offer CASCADE']]],
    ['every visit emptied away', 'offer_not_emptied', () => [['TRUNCATE visit CASCADE']]],
  ]);
});

describe('a booking without the skill', () => {
  const skill = (expertId: string, set: string): Statement => [`UPDATE roster_expert_skill SET ${set} WHERE expert_id = $1 AND skill_id = 'skl_1'`, expertId];
  const soon = `valid_until = (SELECT blocked_until + interval '150 minutes' FROM offer WHERE id = '$offer')`;
  eachIsRefused([
    ['which nobody wrote down', 'offer_has_required_skills', () => book({ expertId: 'exp_2', skills: [] })],
    ['which the expert never had', 'offer_skill_expert_id_skill_id_fkey', () => book({ expertId: 'exp_3' }), ['offer_has_required_skills']],
    ['written down at too low a level', 'offer_has_required_skills', () => book({ expertId: 'exp_2', skills: [['skl_1', 1]] })],
    ['held at too low a level', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', 'level = 1'), ...book({ expertId: 'exp_2' })]],
    ['that ends while the visit lasts', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', soon.replace('$offer', offers.booked)), ...book({ expertId: 'exp_2' })]],
    ['that was taken away', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', 'removed_at = now()'), ...book({ expertId: 'exp_2' })]],
    ['that nobody has verified', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', 'verified = false'), ...book({ expertId: 'exp_2' })]],
    ['under the name of another rule', 'offer_has_required_skills', () => book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_LEVEL,OFF_SHIFT}' })],
    ['too low, under the name of another rule', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', 'level = 1'), ...book({ expertId: 'exp_2', overridden: '{SKILL_MISSING}' })]],
    ['ended, under the name of another rule', 'offer_has_required_skills', () => [...cancel(ids.other), skill('exp_2', soon.replace('$offer', offers.booked)), ...book({ expertId: 'exp_2', overridden: '{SKILL_LEVEL}' })]],
    ['of a product that the ticket gets afterwards', 'offer_has_required_skills', () => [[`UPDATE ticket SET product_id = 'prd_2' WHERE id = $1`, ids.booked]]],
    ['which somebody else has', 'offer_skill_offer_id_expert_id_fkey', () => [...book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_MISSING}' }), [`INSERT INTO offer_skill VALUES ('off_x', 'exp_2', 'skl_1', 2)`]]],
    ['overridden by nobody', 'offer_check3', () => [...book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_MISSING}' }), [`UPDATE offer SET overridden_by = NULL WHERE id = 'off_x'`]]],
    ['overridden without a reason', 'offer_check3', () => [...book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_MISSING}' }), [`UPDATE offer SET override_reason = NULL WHERE id = 'off_x'`]]],
    ['whose override is struck out', 'offer_has_required_skills', () => [...book({ expertId: 'exp_3', skills: [], overridden: '{SKILL_MISSING}' }), [`UPDATE offer SET overridden_rules = '{}' WHERE id = 'off_x'`]]],
    ['for a product of which nobody knows what it needs', 'offer_has_known_skills', () => [[`UPDATE roster_product SET skills_known = false WHERE id = 'prd_1'`], ...book({ expertId: 'exp_2' })]],
    ['whose row is deleted afterwards', 'offer_has_required_skills', () => [['DELETE FROM offer_skill WHERE offer_id = $1', offers.booked]]],
    ['whose row is lowered afterwards', 'offer_has_required_skills', () => [['UPDATE offer_skill SET level = 1 WHERE offer_id = $1', offers.booked]]],
    ['whose rows are emptied away', 'offer_not_emptied', () => [['TRUNCATE offer_skill']]],
    ['with the expert’s skills emptied away', 'offer_not_emptied', () => [['TRUNCATE roster_expert_skill CASCADE']]],
  ]);
});

const newTicket = (id: string, more: Record<string, string> = {}): Statement => {
  const columns = { status: 'NEW', version: 1, customer_id: 'cus_1', description: 'd', priority: 'P3', respond_by: 'now', arrive_by: 'now', created_by_kind: 'CUSTOMER', created_by_id: 'cus_1', created_at: 'now', id, ...more };
  return [`INSERT INTO ticket (${Object.keys(columns).join(', ')}) VALUES (${Object.keys(columns).map((_, n) => `$${n + 1}`).join(', ')})`, ...Object.values(columns)];
};

describe('history', () => {
  const entry = (sequence: number, from: string | null, to: string): Statement[] => [
    [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, from_status, to_status) VALUES ($1, $2, now(), 'SYSTEM', $3, $4)`, ids.waiting, sequence, from, to],
    ['UPDATE ticket SET status = $2 WHERE id = $1', ids.waiting, to],
  ];
  eachIsRefused([
    ['with a gap', 'ticket_history_gap_free', () => entry(6, 'AWAITING_DISPATCH', 'CANCELLED')],
    ['that begins in the middle', 'ticket_history_gap_free', () => [
      newTicket('tic_x'), [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, to_status) VALUES ('tic_x', 2, now(), 'SYSTEM', 'NEW')`],
    ]],
    ['that goes on from where it was not', 'ticket_history_continuous', () => entry(5, 'ON_HOLD', 'CANCELLED')],
    ['that ends elsewhere than the ticket', 'ticket_status_is_in_history', () => entry(5, 'AWAITING_DISPATCH', 'ON_HOLD').slice(0, 1)],
    ['that lacks a transition', 'ticket_status_is_in_history', () => entry(5, 'AWAITING_DISPATCH', 'ON_HOLD').slice(1)],
    ['that is missing', 'ticket_status_is_in_history', () => [newTicket('tic_x')]],
    ['changed', 'ticket_history_final', () => [[`UPDATE ticket_history SET reason = 'x', at = now() WHERE ticket_id = $1`, ids.booked]]],
    ['changed on a conflict', 'ticket_history_final', () => [
      [`INSERT INTO ticket_history (ticket_id, sequence, at, actor_kind, from_status, to_status) VALUES ($1, 5, now(), 'SYSTEM', 'AWAITING_DISPATCH', 'ON_HOLD')
        ON CONFLICT (ticket_id, sequence) DO UPDATE SET reason = 'x'`, ids.waiting], ['UPDATE ticket SET status = $2 WHERE id = $1', ids.waiting, 'ON_HOLD'],
    ]],
    ['given to another ticket', 'ticket_history_final', () => [['UPDATE ticket_history SET ticket_id = $2, sequence = 9 WHERE ticket_id = $1 AND sequence = 2', ids.booked, ids.other]]],
    ['cut off in the middle', 'ticket_history_final', () => [['DELETE FROM ticket_history WHERE ticket_id = $1 AND sequence = 2', ids.booked]]],
    ['emptied away', 'ticket_history_final', () => [['TRUNCATE ticket_history']]],
    ['emptied away with its tickets', 'ticket_history_final', () => [['TRUNCATE ticket CASCADE']], ['offer_not_emptied']],
  ]);
});

describe('a second ticket', () => {
  const twice = (more: Record<string, string>): Statement[] => [newTicket('tic_x', more), newTicket('tic_y', more)];
  eachIsRefused([
    ['for one key of one creator', 'ticket_idempotency', () => twice({ idempotency_key: 'key', request_hash: 'hash' }), ['ticket_status_is_in_history']],
    ['for one row of another desk', 'ticket_import', () => twice({ import_source: 'desk', external_id: '1' }), ['ticket_status_is_in_history']],
  ]);
});
