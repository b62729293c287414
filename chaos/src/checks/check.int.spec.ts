import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { createSchema } from '../../../monolith/src/seed/index.ts';
import { healthyLedger, healthyPayments, healthyTickets, takenOver } from '../testing/healthy.ts';
import { openField, type Field } from '../testing/plant.ts';
import { checkEverything, type Evidence } from './check.ts';
import type { Measure, Violation } from './violation.ts';

const parts = ['ticket', 'payment', 'monolith', 'auth', 'customer'] as const;
type Part = (typeof parts)[number];
const bases: Record<Part, string> = {
  ticket: takenOver.ticket + healthyTickets, payment: healthyPayments + takenOver.payment, monolith: takenOver.monolith + healthyLedger, auth: takenOver.auth, customer: takenOver.customer,
};
let databases: TestDatabase[] = [];
let fields: Record<Part, Field>;
let folder: string;
beforeAll(async () => {
  const monolith = () => testDatabase.from('chaos_monolith', async (url) => void (await createSchema(url)));
  databases = await Promise.all(parts.map((part) => (part === 'monolith' ? monolith() : testDatabase(part))));
  fields = Object.fromEntries(await Promise.all(parts.map(async (part, index) => [part, await openField(databases[index]!.url, bases[part])] as const))) as Record<Part, Field>;
  folder = await mkdtemp(join(tmpdir(), 'sysops-check-'));
  await writeFile(join(folder, 'router.log'), '{"level":30,"time":1795572434257,"msg":"ready"}\n');
});
afterEach(() => Promise.all(Object.values(fields).map((field) => field.weed())));
afterAll(async () => {
  await Promise.all(Object.values(fields).map((field) => field.close()));
  await Promise.all(databases.map((database) => database.drop()));
  await rm(folder, { recursive: true, force: true });
});

type Planted = Partial<Record<Part, string>> & { evidence?: Partial<Evidence> };

const since = new Date(Date.now() - 3_600_000);
const told = [{ ticketId: 'tic_1', number: 'SYS-1', key: 'key-1' }];
const at = Date.now() + 3_600_000;
const feed = { kind: 'expert' as const, id: 'exp_1', pushes: [{ position: 1, what: 'RECEIVED', about: 'off_2', at: 0 }, { position: 2, what: 'ACCEPTED', about: 'off_2', at }] };

/** What the checker finds in a healthy system into which this was put. */
const found = async (planted: Planted): Promise<Measure[]> => [...new Set((await violations(planted)).map(({ measure }) => measure))];

async function violations({ evidence = {}, ...plants }: Planted): Promise<Violation[]> {
  for (const [part, sql] of Object.entries(plants) as [Part, string][]) await fields[part].run(sql);
  const whole: Evidence = {
    since, ticket: fields.ticket.run, payment: fields.payment.run, monolith: fields.monolith.run, auth: fields.auth.run, customer: fields.customer.run,
    broker: null, folders: [folder], mailedByMigration: 0, imported: [{ externalId: '17', ticketId: 'tic_i', customerId: 'cus_0' }], acknowledged: told, leaks: [], billedMonth: '2026-11-01',
    cancelled: ['tic_2'], moves: [{ ticketId: 'tic_1', to: 'ACCEPTED', actorId: 'exp_1' }], pushes: [feed], ...evidence,
  };
  return checkEverything(whole);
}

test('a healthy system breaks no promise', async () => {
  expect(await violations({})).toEqual([]);
});

const live = (id: string, expert: string, visit = 'vis_1', ticket = 'tic_1'): string => `
  INSERT INTO offer (id, visit_id, ticket_id, expert_id, status, starts_at, ends_at, blocked_from, blocked_until, expires_at, token, created_at)
  SELECT '${id}', '${visit}', '${ticket}', '${expert}', 'ACCEPTED', starts_at, ends_at, blocked_from, blocked_until, expires_at, 't', now() FROM offer WHERE id = 'off_2';`;
const noIndexes = 'DROP INDEX offer_one_live; ALTER TABLE offer DROP CONSTRAINT offer_no_overlap; ALTER TABLE offer DROP CONSTRAINT offer_released_when_over; DROP INDEX visit_one_open;';

const cases: [string, Measure, Planted][] = [
  ['an acknowledged ticket is gone', 'lost', { evidence: { acknowledged: [{ ticketId: 'tic_9', number: 'SYS-9', key: 'key-9' }] } }],
  ['an acknowledged ticket has another number', 'lost', { evidence: { acknowledged: [{ ticketId: 'tic_1', number: 'SYS-9', key: 'key-1' }] } }],
  ['an acknowledged acceptance is not in the history', 'lost', { evidence: { moves: [{ ticketId: 'tic_1', to: 'ACCEPTED', actorId: 'exp_2' }] } }],
  ['a cancelled ticket goes on', 'lost', { evidence: { cancelled: ['tic_1'] } }],
  ['a key was answered with two tickets', 'twice', { evidence: { acknowledged: [...told, { ticketId: 'tic_2', number: 'SYS-2', key: 'key-1' }] } }],
  ['a gap in the history', 'gaps', { ticket: `DELETE FROM ticket_history WHERE ticket_id = 'tic_1' AND sequence = 4` }],
  ['a history that jumps', 'gaps', { ticket: `UPDATE ticket_history SET from_status = 'NEW' WHERE ticket_id = 'tic_1' AND sequence = 3` }],
  ['no history', 'gaps', { ticket: `DELETE FROM ticket_history WHERE ticket_id = 'tic_2'` }],
  ['a transition that is not allowed', 'gaps', { ticket: `UPDATE ticket_history SET to_status = 'ON_SITE' WHERE ticket_id = 'tic_1' AND sequence = 6; UPDATE ticket SET status = 'ON_SITE' WHERE id = 'tic_1'` }],
  ['an edit without its entry', 'gaps', { ticket: `UPDATE ticket SET edit_version = 2 WHERE id = 'tic_1'` }],
  ['a state without its entry', 'gaps', { ticket: `UPDATE ticket SET status = 'EN_ROUTE' WHERE id = 'tic_1'` }],
  ['a gap in the log', 'gaps', { ticket: `DELETE FROM ticket_event WHERE id = 'e2'` }],
  ['a new ticket that nobody looks at', 'stranded', { ticket: `UPDATE ticket SET status = 'NEW', attention_reason = NULL, attention_summary = NULL, attention_since = NULL WHERE id = 'tic_3'` }],
  ['an accepted ticket without a booking', 'stranded', { ticket: `UPDATE offer SET released_at = now() WHERE id = 'off_2'` }],
  ['an offer that will never expire', 'stranded', { ticket: `UPDATE offer SET status = 'OFFERED' WHERE id = 'off_2'; UPDATE ticket SET status = 'OFFERED' WHERE id = 'tic_1'` }],
  ['a completed ticket whose survey will never lapse', 'stranded', { ticket: `UPDATE ticket SET status = 'COMPLETED' WHERE id = 'tic_1'` }],
  ['a message that was never handled', 'stranded', { ticket: `UPDATE outbox SET acked_at = NULL WHERE id = 'm_1'` }],
  ['a message that was acknowledged by nobody who handled it', 'stranded', { ticket: `DELETE FROM inbox WHERE message_id = 'm_1'` }],
  ['an overdue timer', 'stranded', { ticket: `INSERT INTO timer (id, kind, ticket_id, due_at) VALUES ('w', 'RETRY_DISPATCH', 'tic_3', now() - interval '5 minutes')` }],
  ['a dead letter', 'deadLetters', { ticket: `UPDATE outbox SET dead_at = now(), acked_at = NULL WHERE id = 'm_1'` }],
  ['a ticket with two live assignments', 'doubleTicket', { ticket: noIndexes + live('off_3', 'exp_2') }],
  ['a ticket with two open visits', 'doubleTicket', { ticket: `${noIndexes} INSERT INTO visit (id, ticket_id, ordinal, status, created_at) VALUES ('vis_2', 'tic_1', 2, 'PROPOSED', now())` }],
  ['an expert booked twice', 'doubleExpert', { ticket: noIndexes + live('off_3', 'exp_1', 'vis_1', 'tic_3') }],
  ['an expert who was booked twice, now free', 'doubleExpert', { ticket: `${noIndexes} UPDATE offer SET created_at = now() - interval '10 minutes' WHERE id = 'off_2';
    ${live('off_3', 'exp_1', 'vis_1', 'tic_3')} UPDATE offer SET created_at = now() - interval '5 minutes', released_at = now() - interval '1 minute' WHERE id = 'off_3'` }],
  ['an expert without the skill', 'wrong', { ticket: `UPDATE roster_expert_skill SET removed_at = now() WHERE expert_id = 'exp_1'` }],
  ['an expert at too low a level', 'wrong', { ticket: `UPDATE roster_product_skill SET level = 3` }],
  ['a skill that ends before the visit', 'wrong', { ticket: `UPDATE roster_expert_skill SET valid_until = now() WHERE expert_id = 'exp_1'` }],
  ['a skill that nobody has verified', 'wrong', { ticket: `UPDATE roster_expert_skill SET verified = false WHERE expert_id = 'exp_2'` }],
  ['an expert who had refused was asked again', 'askedAgain', { ticket: `UPDATE offer SET expert_id = 'exp_2' WHERE id = 'off_2'` }],
  ['a cancelled ticket holds an expert', 'held', { ticket: live('off_3', 'exp_3', 'vis_1', 'tic_2').replace('vis_1', 'vis_2') + `INSERT INTO visit (id, ticket_id, ordinal, status, created_at) VALUES ('vis_2', 'tic_2', 1, 'CANCELLED', now())` }],
  ['a refused offer holds its expert', 'held', { ticket: `${noIndexes} UPDATE offer SET released_at = NULL WHERE id = 'off_1'` }],
  ['entitlement recorded twice', 'twice', { ticket: `UPDATE ticket_event SET type = 'ENTITLEMENT_RECORDED' WHERE id = 'e4'` }],
  ['an offer answered twice', 'twice', { ticket: `UPDATE ticket_event SET payload = '{"offerId": "off_1"}' WHERE id = 'e6'` }],
  ['two tickets of one key', 'twice', { ticket: `DROP INDEX ticket_idempotency; UPDATE ticket SET idempotency_key = 'key-1' WHERE idempotency_key IS NOT NULL` }],
  ['told twice under another key', 'duplicateNotifications', { monolith: `INSERT INTO customer_notification SELECT 'ntf_9', customer_id, recipient_kind, recipient_id, channel, address, template, subject, body, 'random', status, attempts, error, sending_until, created_at, sent_at FROM customer_notification WHERE id = 'ntf_3'` }],
  ['told what never happened', 'duplicateNotifications', { monolith: `UPDATE customer_notification SET template = 'TICKET_UPDATED' WHERE id = 'ntf_3'` }],
  ['a change that no message tells of', 'untold', { ticket: `UPDATE ticket_event SET type = 'TICKET_UPDATED' WHERE id = 'e4'` }],
  ['left untold', 'untold', { monolith: `DELETE FROM customer_notification WHERE id = 'ntf_3'` }],
  ['a line of the ledger that was never sent', 'untold', { monolith: `UPDATE customer_notification SET status = 'QUEUED' WHERE id = 'ntf_1'` }],
  ['two invoices for a month', 'wrongInvoices', { payment: `DROP INDEX invoice_once_per_contract_and_month; INSERT INTO invoice SELECT 'inv_2', 'INV-2', contract_id, customer_id, period_start, period_end, total_minor, currency, status, issued_at FROM invoice WHERE id = 'inv_1'` }],
  ['an invoice was forgotten', 'wrongInvoices', { evidence: { billedMonth: '2026-10-01' } }],
  ['a ledger out of balance', 'wrongInvoices', { payment: `UPDATE ledger_entry SET amount_minor = 500 WHERE position = 0` }],
  ['an invoice outside the ledger', 'wrongInvoices', { payment: `DELETE FROM ledger_entry; DELETE FROM ledger_transaction` }],
  ['charged twice', 'wrongInvoices', { payment: `INSERT INTO payment (id, invoice_id, amount_minor, currency, status, created_at) VALUES ('pay_2', 'inv_1', 499, 'EUR', 'DECLINED', now()); INSERT INTO fake_psp.payment (id, reference, token, amount_minor, currency, status, changed_at) VALUES ('pay_2', 'psp_2', 'tok_visa', 499, 'EUR', 'CAPTURED', now())` }],
  ['money taken that we do not know of', 'wrongInvoices', { payment: `INSERT INTO fake_psp.payment (id, reference, token, amount_minor, currency, status, changed_at) VALUES ('pay_9', 'psp_9', 'tok_visa', 499, 'EUR', 'CAPTURED', now())` }],
  ['paid here and declined there', 'wrongInvoices', { payment: `UPDATE fake_psp.payment SET status = 'DECLINED'` }],
  ['paid, and the invoice is still open', 'wrongInvoices', { payment: `UPDATE invoice SET status = 'OPEN'` }],
  ['a card number as a token', 'cardNumbers', { payment: `ALTER TABLE payment_method DROP CONSTRAINT payment_method_psp_token_check1, DROP CONSTRAINT payment_method_psp_token_check; UPDATE payment_method SET psp_token = 'tok_4111111111111111'` }],
  ['a card number in an event', 'cardNumbers', { ticket: `UPDATE ticket_event SET payload = '{"reason": "5500 0000 0000 0004"}' WHERE id = 'e2'` }],
  ['a card number in a mail', 'cardNumbers', { monolith: `UPDATE customer_notification SET body = 'Your card 3782-822463-10005' WHERE id = 'ntf_1'` }],
  ['an account was not taken over', 'migration', { auth: 'DELETE FROM account' }],
  ['a customer was taken over wrongly', 'migration', { customer: `UPDATE customer SET name = 'D'` }],
  ['an invoice that the monolith does not know', 'migration', { payment: `UPDATE invoice SET id = 'inv_9' WHERE id = 'inv_0'` }],
  ['a ticket was taken over with another description', 'migration', { ticket: `UPDATE ticket SET description = 'e' WHERE id = 'tic_0'` }],
  ['an imported row is gone', 'migration', { ticket: `DELETE FROM ticket WHERE id = 'tic_i'` }],
  ['a message followed from an import', 'migration', { ticket: `INSERT INTO outbox (id, type, aggregate_id, payload, acked_at) VALUES ('m_i', 'ticket_closed', 'tic_i', '{}', now()); INSERT INTO inbox VALUES ('m_i', 'ticket-workflow', now())` }],
  ['somebody was told of an import', 'migration', { monolith: `UPDATE customer_notification SET subject = 'Closed: SYS-9' WHERE id = 'ntf_1'` }],
  ['the take-over wrote mails', 'migration', { evidence: { mailedByMigration: 3 } }],
  ['a survey for a cancelled ticket', 'wrongSurveys', { monolith: `INSERT INTO customer_survey (id, survey_id, customer_id, token_hash, idempotency_key, subject) VALUES ('srv_1', 's', 'cus_1', 'h', 'tic_2', 'Ticket SYS-2')` }],
  ['a push that never came', 'missedPushes', { ticket: `INSERT INTO expert_feed VALUES ('exp_1', 3, 'WITHDRAWN', 'off_2', now())` }],
  ['a push that came again', 'missedPushes', { evidence: { pushes: [{ ...feed, pushes: [...feed.pushes, feed.pushes[1]!] }] } }],
  ['a push about another offer', 'missedPushes', { ticket: `UPDATE expert_feed SET offer_id = 'off_1' WHERE expert_id = 'exp_1' AND sequence = 2` }],
  ['somebody saw what is not theirs', 'leaks', { evidence: { leaks: [{ promise: 10, measure: 'leaks', subject: 'tic_1', detail: 'seen by cus_2' }] } }],
];

test.each(cases)('%s: %s', async (_, measure, what) => {
  expect(await found(what)).toContain(measure);
});

test('cardNumbers: a card number in a log', async () => {
  const log = join(folder, 'payment.log');
  await writeFile(log, '{"msg":"refused tok_4111111111111111"}\n');
  expect(await found({})).toEqual(['cardNumbers']);
  await rm(log);
});
