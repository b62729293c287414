import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';

let db: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  db = await testDatabase('auth');
  sql = new pg.Client({ connectionString: db.url });
  await sql.connect();
  await sql.query(`
    INSERT INTO account VALUES ('usr_1', 'a@example.org', '$argon2id$x', '{ADMIN}', NULL, NULL, 'ACTIVE', now(), now()), ('usr_2', 'b@example.org', '$argon2id$x', '{CUSTOMER}', 'cus_1', 'exp_1', 'ACTIVE', now(), now()), ('usr_off', 'off@example.org', '$argon2id$x', '{CUSTOMER}', NULL, NULL, 'DEACTIVATED', now(), now());
    INSERT INTO session VALUES ('ses_1', 'usr_1', now(), now() + interval '30 days'), ('ses_2', 'usr_1', now(), now() + interval '30 days');
    UPDATE session SET ended_at = now(), end_reason = 'SIGNED_OUT' WHERE id = 'ses_2';
    INSERT INTO refresh_token VALUES (decode(repeat('01', 32), 'hex'), 'ses_1', now(), now() + interval '7 days', now()), (decode(repeat('02', 32), 'hex'), 'ses_1', now(), now() + interval '7 days', NULL);
    INSERT INTO signing_key VALUES ('k1', '{}', '{"d":""}', now(), NULL), ('k2', '{}', '{"d":""}', now(), 'k1');
    INSERT INTO totp VALUES ('usr_1', decode(repeat('01', 48), 'hex'), now(), now(), 5);
    INSERT INTO audit_entry VALUES ('aud_1', now(), 'SYSTEM', 'auth', 'X');`);
});
afterAll(async () => {
  await sql.end();
  await db.drop();
});

const account = (values: string) => `INSERT INTO account VALUES (${values}, now())`;

describe('the database refuses', () => {
  it.each([
    ['a second account that has proven one e-mail', `INSERT INTO account VALUES ('usr_3', 'a@example.org', '$argon2id$x', '{CUSTOMER}', NULL, NULL, 'ACTIVE', now(), now())`, 'account_email'],
    ['four unproven accounts with one e-mail', `INSERT INTO account SELECT 'usr_u' || n, 'u@example.org', '$argon2id$x', '{CUSTOMER}', NULL, NULL, 'ACTIVE', now() FROM generate_series(1, 4) n`, 'account_unproven_are_few'],
    ['a time step of an app that goes back', `UPDATE totp SET last_step = 4 WHERE account_id = 'usr_1'`, 'totp_steps_go_on'],
    ['a secret of an app in clear', `INSERT INTO totp VALUES ('usr_2', 'JBSWY3DPEHPK3PXP', now())`, 'totp_sealed_secret_check'],
    ['a recovery code in clear', `INSERT INTO recovery_code VALUES ('usr_2', '01234-56789')`, 'recovery_code_code_hash_check'],
    ['a sixth try of a challenge', `INSERT INTO login_challenge VALUES (decode(repeat('03', 32), 'hex'), 'PASSKEY_SIGN_IN', NULL, NULL, 'x', 6, now(), now() + interval '1 minute')`, 'login_challenge_tries_check'],
    ['a challenge of more than 10 minutes', `INSERT INTO login_challenge VALUES (decode(repeat('03', 32), 'hex'), 'PASSKEY_SIGN_IN', NULL, NULL, 'x', 0, now(), now() + interval '11 minutes')`, 'login_challenge_at_most_10_minutes'],
    ['a second half of a sign-in without its account', `INSERT INTO login_challenge VALUES (decode(repeat('03', 32), 'hex'), 'SECOND_FACTOR', NULL, NULL, 'x', 0, now(), now() + interval '1 minute')`, 'login_challenge_of_an_account'],
    ['a link whose token is in clear', `INSERT INTO account_link VALUES ('token', 'usr_1', 'VERIFY_EMAIL', 'a@example.org', now(), now() + interval '1 day')`, 'account_link_token_hash_check'],
    ['a link that is good for more than 7 days', `INSERT INTO account_link VALUES (decode(repeat('03', 32), 'hex'), 'usr_1', 'VERIFY_EMAIL', 'a@example.org', now(), now() + interval '8 days')`, 'account_link_at_most_7_days'],
    ['an eleventh password tried with one link', `INSERT INTO account_link VALUES (decode(repeat('04', 32), 'hex'), 'usr_1', 'VERIFY_EMAIL', 'a@example.org', now(), now() + interval '1 day', 11)`, 'account_link_tries_check'],
    ['a sixth try of a code', `INSERT INTO sign_in_code VALUES ('usr_1', decode(repeat('03', 32), 'hex'), now(), 6)`, 'sign_in_code_tries_check'],
    ['a code in clear', `INSERT INTO sign_in_code VALUES ('usr_1', '12345678', now(), 0)`, 'sign_in_code_code_hash_check'],
    ['an e-mail in capitals', account(`'usr_3', 'A@example.org', '$argon2id$x', '{CUSTOMER}', NULL, NULL, 'ACTIVE'`), 'account_email_is_normal'],
    ['a second account of one customer', account(`'usr_3', 'c@example.org', '$argon2id$x', '{CUSTOMER}', 'cus_1', NULL, 'ACTIVE'`), 'account_customer'],
    ['a second account of one expert', account(`'usr_3', 'c@example.org', '$argon2id$x', '{EXPERT}', NULL, 'exp_1', 'ACTIVE'`), 'account_expert'],
    ['a password in clear', account(`'usr_3', 'c@example.org', 'secret', '{CUSTOMER}', NULL, NULL, 'ACTIVE'`), 'account_password_hash_check'],
    ['SYSTEM for a person', account(`'usr_3', 'c@example.org', '$argon2id$x', '{SYSTEM}', NULL, NULL, 'ACTIVE'`), 'account_roles_of_people'],
    ['an account without a role', account(`'usr_3', 'c@example.org', '$argon2id$x', '{}', NULL, NULL, 'ACTIVE'`), 'account_whole_or_abandoned'],
    ['an abandoned account that keeps an e-mail', account(`'usr_3', 'c@example.org', NULL, '{}', NULL, NULL, 'ABANDONED'`), 'account_whole_or_abandoned'],
    ['to deactivate the last administrator', `UPDATE account SET status = 'DEACTIVATED' WHERE id = 'usr_1'`, 'account_keeps_an_admin'],
    ['to take the last administrator the role', `UPDATE account SET roles = '{MANAGER}' WHERE id = 'usr_1'`, 'account_keeps_an_admin'],
    ['a session of more than 30 days', `UPDATE session SET expires_at = started_at + interval '31 days'`, 'session_at_most_30_days'],
    ['a session that ends for no reason', `UPDATE session SET ended_at = now()`, 'session_end_has_a_reason'],
    ['to take up an ended session again', `UPDATE session SET ended_at = NULL, end_reason = NULL WHERE id = 'ses_2'`, 'session_ends_once'],
    ['to give a session to another account', `UPDATE session SET account_id = 'usr_2' WHERE id = 'ses_1'`, 'session_ends_once'],
    ['a session of a deactivated account', `INSERT INTO session VALUES ('ses_3', 'usr_off', now(), now() + interval '1 day')`, 'session_of_an_active_account'],
    ['a refresh token in clear', `INSERT INTO refresh_token VALUES ('token', 'ses_1', now(), now() + interval '1 day')`, 'refresh_token_token_hash_check'],
    ['a second unspent token', `INSERT INTO refresh_token VALUES (decode(repeat('03', 32), 'hex'), 'ses_1', now(), now() + interval '1 day')`, 'refresh_token_one_unspent'],
    ['to give a spent token back', `UPDATE refresh_token SET spent_at = NULL WHERE spent_at IS NOT NULL`, 'refresh_token_is_spent_once'],
    ['to prolong a token', `UPDATE refresh_token SET expires_at = expires_at - interval '1 second'`, 'refresh_token_is_spent_once'],
    ['a second first key', `INSERT INTO signing_key VALUES ('k3', '{}', NULL, now(), NULL)`, 'signing_key_chain'],
    ['a second successor', `INSERT INTO signing_key VALUES ('k3', '{}', NULL, now(), 'k1')`, 'signing_key_chain'],
    ['to publish a private key', `INSERT INTO signing_key VALUES ('k3', '{"d":""}', NULL, now(), 'k2')`, 'signing_key_public_jwk_check'],
    ['to change the audit', `UPDATE audit_entry SET action = 'Y'`, 'audit_entry_is_append_only'],
    ['to delete the audit', `DELETE FROM audit_entry`, 'audit_entry_is_append_only'],
    ['to empty the audit', `TRUNCATE audit_entry`, 'audit_entry_is_append_only'],
  ])('%s', async (_, statement, constraint) => {
    const error = await sql.query(statement).then(() => null, (refusal: pg.DatabaseError) => refusal);
    expect(error?.constraint ?? error?.message.split(':')[0]).toBe(constraint);
  });
});
