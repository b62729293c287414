import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';

let db: TestDatabase;
let sql: pg.Client;
beforeAll(async () => {
  db = await testDatabase('customer');
  sql = new pg.Client({ connectionString: db.url });
  await sql.connect();
  await sql.query(`
    INSERT INTO customer (id, name, email, phone, channel, account_id, status, created_at) VALUES ('cus_1', 'A', 'a@example.org', NULL, 'EMAIL', 'usr_1', 'ACTIVE', now()),
      ('cus_imported', 'I', 'imported@example.org', NULL, 'EMAIL', NULL, 'ACTIVE', now()), ('cus_claimed', 'C', 'a@example.org', NULL, 'EMAIL', NULL, 'ACTIVE', now());
    UPDATE customer SET status = 'CLAIMED', claimed_by = 'cus_1' WHERE id = 'cus_claimed';
    UPDATE customer SET email_verified_at = now(), email_proof_at = now() WHERE id = 'cus_1';
    INSERT INTO claim VALUES ('cus_claimed', 'cus_1', now(), now());
    INSERT INTO address (id, customer_id, position, line1, city, postcode, country, created_at) VALUES ('adr_1', 'cus_1', 1, 'a', 'b', '10115', 'DE', now());
    INSERT INTO external_customer VALUES ('desk', '1', 'cus_1');
    INSERT INTO registration VALUES ('key-1234', '$argon2id$', 'STARTED', 'usr_9', 'cus_9', '{}', 'l', now(), now()), ('key-done', '$argon2id$', 'COMPLETED', 'usr_8', 'cus_8', NULL, 'l', now(), now());`);
});
afterAll(async () => {
  await sql.end();
  await db.drop();
});

const customer = (id: string, email: string, account: string | null = null) =>
  `INSERT INTO customer (id, name, email, channel, account_id, status, created_at) VALUES ('${id}', 'B', '${email}', 'EMAIL', ${account ? `'${account}'` : 'NULL'}, 'ACTIVE', now())`;
const address = (id: string, position: number, country = 'DE') =>
  `INSERT INTO address (id, customer_id, position, line1, city, postcode, country, created_at) VALUES ('${id}', 'cus_1', ${position}, 'a', 'b', '1', '${country}', now())`;

describe('the database refuses', () => {
  it.each([
    ['a second customer with one e-mail', customer('cus_2', 'a@example.org'), 'customer_email'],
    ['a second customer who has proven one e-mail', `${customer('cus_2', 'b@example.org', 'usr_2')}; UPDATE customer SET email = 'a@example.org', email_verified_at = now(), email_proof_at = now() WHERE id = 'cus_2'`, 'customer_email'],
    ['a proof of somebody without an account', `UPDATE customer SET email_proof_at = now() WHERE id = 'cus_imported'`, 'customer_proof_needs_an_account'],
    ['an e-mail verified without a proof', `UPDATE customer SET email_verified_at = now() + interval '1 day' WHERE id = 'cus_1'`, 'customer_verified_by_a_proof'],
    ['a phone verified that is not there', `UPDATE customer SET phone_verified_at = now() WHERE id = 'cus_1'`, 'customer_verified_phone_exists'],
    ['a claim by nobody', `UPDATE customer SET status = 'CLAIMED' WHERE id = 'cus_imported'`, 'customer_claimed_is_whole'],
    ['to claim a customer with an account', `UPDATE customer SET status = 'CLAIMED', claimed_by = 'cus_imported' WHERE id = 'cus_1'`, 'customer_claimed_is_whole'],
    ['a sixth try of a code', `INSERT INTO phone_code VALUES ('cus_1', '+4930123456', '$argon2id$', now(), 6)`, 'phone_code_five_tries'],
    ['a code that is quick to guess', `INSERT INTO phone_code VALUES ('cus_1', '+4930123456', '123456', now())`, 'phone_code_code_hash_check'],
    ['one record claimed twice', `INSERT INTO claim VALUES ('cus_claimed', 'cus_imported', now(), now())`, 'claim_pkey'],
    ['an e-mail in capitals', customer('cus_2', 'B@example.org'), 'customer_email_is_normal'],
    ['a second customer of one account', customer('cus_2', 'b@example.org', 'usr_1'), 'customer_account'],
    ['SMS without a phone', `UPDATE customer SET channel = 'SMS'`, 'customer_sms_needs_a_phone'],
    ['quiet hours without an end', `UPDATE customer SET quiet_start = '22:00', time_zone = 'Europe/Berlin'`, 'customer_quiet_hours_are_whole'],
    ['quiet hours at 25:00', `UPDATE customer SET quiet_start = '25:00', quiet_end = '07:00', time_zone = 'Europe/Berlin'`, 'customer_quiet_start_check'],
    ['a 21st address', address('adr_2', 21), 'address_at_most_20'],
    ['a second main address', address('adr_2', 1), 'address_position'],
    ['an address of nobody', `INSERT INTO address (id, customer_id, position, line1, city, postcode, country, created_at) VALUES ('adr_2', 'cus_x', 1, 'a', 'b', '1', 'DE', now())`, 'address_customer_id_fkey'],
    ['a country by its name', address('adr_2', 2, 'Germany'), 'address_country_check'],
    ['one external name for two customers', `INSERT INTO external_customer VALUES ('desk', '1', 'cus_1')`, 'external_customer_pkey'],
    ['a second registration with one key', `INSERT INTO registration VALUES ('key-1234', '$argon2id$', 'STARTED', 'usr_7', 'cus_7', '{}', 'l', now(), now())`, 'registration_pkey'],
    ['a request hash that is quick to guess', `INSERT INTO registration VALUES ('key-5678', repeat('a', 64), 'STARTED', 'usr_7', 'cus_7', '{}', 'l', now(), now())`, 'registration_request_hash_check'],
    ['a password in the profile', `UPDATE registration SET profile = '{"password": "x"}' WHERE key = 'key-1234'`, 'registration_profile_check'],
    ['a profile kept after completion', `UPDATE registration SET profile = '{}' WHERE key = 'key-done'`, 'registration_goes_forward'],
    ['a completed registration with its profile', `INSERT INTO registration VALUES ('key-5678', '$argon2id$', 'COMPLETED', 'usr_7', 'cus_7', '{}', 'l', now(), now())`, 'registration_keeps_the_profile_until_completed'],
    ['to complete what has no profile yet', `UPDATE registration SET state = 'COMPLETED', profile = NULL WHERE key = 'key-1234'`, 'registration_goes_forward'],
    ['to begin what is completed again', `UPDATE registration SET state = 'STARTED', profile = '{}' WHERE key = 'key-done'`, 'registration_goes_forward'],
  ])('%s', async (_, statement, constraint) => {
    const error = await sql.query(statement).then(() => null, (refusal: pg.DatabaseError) => refusal);
    expect(error?.constraint ?? error?.message.split(':')[0]).toBe(constraint);
  });
});
