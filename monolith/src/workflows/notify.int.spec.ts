import { openPool, withClient, type Pool } from '../database.ts';
import type { Monolith } from '../testing/monolith.ts';
import { eventually, runningMonolith, seededDatabase } from '../testing/monolith.ts';
import { cutForeignKeys } from '../seed/index.ts';
import { smtpServer } from '@sysops-squad/chassis/testing/smtpServer';
import { notify } from './notify.ts';

const message = (key: string, more: object = {}) => ({
  idempotency_key: key, recipient_kind: 'EXPERT', recipient_id: 'exp_000001', channel: 'SMS', address: '+4930123', template: 'OFFER', subject: 'An offer', body: 'Come to Berlin.', ...more,
});

describe('with the local outbox', () => {
  let monolith: Monolith;
  beforeAll(async () => void (monolith = await runningMonolith()));
  afterAll(() => monolith.stop());
  const notify = (key: string, more: object = {}) => monolith.call('POST', 'notifications', message(key, more));
  const delivered = async (key: string) => {
    const [row] = await monolith.rows('SELECT id FROM customer_notification WHERE idempotency_key = $1', [key]);
    return (await monolith.delivered()).filter(({ id }) => id === row!['id']);
  };

  test('a message is delivered once and its line of the ledger answered, however often it is asked for', async () => {
    const first = await notify('offer:1:sms');
    const again = await notify('offer:1:sms', { body: 'Something else.' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(first.body).toMatchObject({ status: 'SENT', attempts: 1, error: null, sent_at: expect.any(String) });
    expect(again.body).toEqual(first.body);
    expect(await delivered('offer:1:sms')).toMatchObject([{ channel: 'SMS', to: '+4930123', body: 'Come to Berlin.' }]);
  });

  test('twenty at the same moment deliver once', async () => {
    const before = (await monolith.delivered()).length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => notify('offer:2:sms')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect((await monolith.delivered()).length - before).toBe(1);
  });

  test('what a dead process left behind is sent by the next call, what is under way is not', async () => {
    const left = (key: string, until: string) => monolith.rows(
      `INSERT INTO customer_notification (id, recipient_kind, recipient_id, channel, address, template, body, idempotency_key, attempts, sending_until)
       VALUES ('ntf_' || $1, 'EXPERT', 'exp_000001', 'SMS', '+49', 'OFFER', 'x', $1, 1, now() + $2::interval)`, [key, until]);
    await left('left-behind', '-1 second');
    await left('under-way', '30 seconds');
    expect((await notify('left-behind')).body).toMatchObject({ status: 'SENT', attempts: 2 });
    expect((await notify('under-way')).body).toMatchObject({ status: 'QUEUED', attempts: 1 });
    expect([await delivered('left-behind'), await delivered('under-way')]).toMatchObject([[{ body: 'x' }], []]);
  });

  test('without channel and address the row of the recipient says where to', async () => {
    await monolith.rows(`UPDATE customer SET notify_channel = 'SMS', phone = '+4911' WHERE id = 'cus_000001'`);
    const bare = { channel: undefined, address: undefined };
    expect((await notify('bare:customer', { ...bare, recipient_kind: 'CUSTOMER', recipient_id: 'cus_000001' })).body).toMatchObject({ channel: 'SMS', address: '+4911', customer_id: 'cus_000001' });
    expect((await notify('bare:expert', bare)).body).toMatchObject({ channel: 'EMAIL', address: 'expert@sysops.example' });
    expect(await notify('bare:nobody', { ...bare, recipient_id: 'exp_nobody' })).toMatchObject({ status: 400, body: { field: 'address' } });
  });

  test('a customer born after the move can be told once the foreign keys are cut', async () => {
    const stranger = { recipient_kind: 'CUSTOMER', recipient_id: 'cus_new' };
    expect((await notify('stranger:1', stranger)).body).toMatchObject({ error: 'REFERENCE', field: 'customer_id' });
    await cutForeignKeys(monolith.databaseUrl);
    expect((await notify('stranger:1', stranger)).body).toMatchObject({ status: 'SENT', customer_id: 'cus_new' });
  });

  test.each([[{ idempotency_key: 'x' }, 'idempotency_key'], [{ channel: 'FAX' }, 'channel'], [{ body: '' }, 'body'], [{ nothing: 1 }, 'nothing']])('%j is refused', async (more, field) => {
    expect(await notify('refused:1', more)).toMatchObject({ status: 400, body: { error: 'BAD_INPUT', field } });
  });
});

describe('over SMTP', () => {
  let [smtp, monolith] = [] as unknown as [Awaited<ReturnType<typeof smtpServer>>, Monolith];
  beforeAll(async () => {
    smtp = await smtpServer();
    monolith = await runningMonolith({ SMTP_URL: smtp.url });
  });
  afterAll(async () => {
    await monolith.stop();
    await smtp.stop();
  });

  test('a refused mail ends in the ledger as FAILED, and the same key sends it later, once', async () => {
    const notify = () => monolith.call('POST', 'notifications', message('mail:1:email', { channel: 'EMAIL', address: 'someone@customers.example' }));
    smtp.state.refusing = true;
    expect((await notify()).body).toMatchObject({ status: 'FAILED', error: expect.stringContaining('451'), sent_at: null });
    smtp.state.refusing = false;
    const sent = await notify();
    expect(sent.body).toMatchObject({ status: 'SENT', attempts: 2, error: null });
    expect((await notify()).body).toEqual(sent.body);
    expect(smtp.state.mails).toEqual([expect.stringContaining(`Message-ID: <${sent.body['id']}@sysops.example>`)]);
  });
});

describe('while a message is on its way', () => {
  let database: Awaited<ReturnType<typeof seededDatabase>>;
  let pool: Pool;
  beforeAll(async () => {
    database = await seededDatabase();
    pool = openPool(database.url);
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  const row = async (key: string) => (await pool.query('SELECT status, attempts, sending_until FROM customer_notification WHERE idempotency_key = $1', [key])).rows[0];

  /** A process with a channel that takes its time: `begun` when it has the message, and it has it delivered at `finish`. */
  function slowProcess() {
    const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const sms = jest.fn(async () => (begun.resolve(), finish.promise));
    const tell = notify(pool, { EMAIL: sms, SMS: sms, close: () => undefined });
    return { sms, tell: (key: string) => tell(message(key)), begun: begun.promise, finish: () => finish.resolve() };
  }

  test('no other process takes it for left behind, however long it takes', async () => {
    const [slow, other] = [slowProcess(), slowProcess()];
    const sending = slow.tell('slow:1:sms');
    await slow.begun;
    const first = (await row('slow:1:sms')).sending_until as Date;
    await eventually(async () => ((await row('slow:1:sms')).sending_until > first ? true : undefined));
    expect((await other.tell('slow:1:sms')).delivery.status).toBe('QUEUED');
    slow.finish();
    expect((await sending).delivery).toMatchObject({ status: 'SENT', attempts: 1 });
    expect(other.sms).not.toHaveBeenCalled();
  });

  test('a database that is away when it has gone out does not let that be forgotten', async () => {
    const slow = slowProcess();
    const sending = slow.tell('slow:2:sms');
    await slow.begun;
    await withClient(database.url, async (client) => {
      await client.query(`CREATE SEQUENCE tried; CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('tried'); RAISE EXCEPTION 'away'; END $$;
        CREATE TRIGGER away BEFORE UPDATE ON customer_notification FOR EACH ROW WHEN (NEW.status = 'SENT') EXECUTE FUNCTION away()`);
      slow.finish();
      await eventually(async () => ((await client.query('SELECT is_called FROM tried')).rows[0].is_called ? true : undefined));
      await client.query('DROP TRIGGER away ON customer_notification');
    });
    expect((await sending).delivery.status).toBe('SENT');
    expect(slow.sms).toHaveBeenCalledTimes(1);
  });
});
