import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inPoolTransaction, sqlOn } from '../outbox/poolSql.ts';
import { smtpServer } from '../testing/smtpServer.ts';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { until } from '../testing/until.ts';
import type { Message } from './channels.ts';
import { openChannels } from './openChannels.ts';
import { deadMessages, MOST_TRIES, replayDead } from './outgoingStore.ts';
import { queueMessage, type NewMessage, type SendingLimits } from './queueMessage.ts';
import { sendDue, startOutgoing } from './startOutgoing.ts';

const hour = 3_600_000;
const table = readFileSync(join(import.meta.dirname, 'outgoing_message.sql'), 'utf8');

let db: TestDatabase;
let pool: pg.Pool;
let time: Date;
let numbers = 0;
beforeAll(async () => {
  db = await testDatabase.empty();
  pool = new pg.Pool({ connectionString: db.url, max: 8 });
  await pool.query(table);
});
beforeEach(async () => {
  time = new Date('2026-12-01T10:00:00Z');
  await pool.query('DELETE FROM outgoing_message');
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const message = (more: Partial<NewMessage> = {}): NewMessage => ({
  id: `msg_${(numbers += 1)}`, channel: 'EMAIL', recipient: 'anna@example.org', template: 'verify-email', subject: 'Prove it', body: 'https://x/#secret',
  expiresAt: new Date(time.getTime() + hour), ...more,
});
const queue = (more: Partial<NewMessage> = {}, limits?: SendingLimits) =>
  inPoolTransaction(pool, (client) => queueMessage(sqlOn(client), message(more), time, limits));
const rows = async () => (await pool.query('SELECT * FROM outgoing_message ORDER BY id')).rows as Record<string, any>[];

/** Turns of a process whose channel does what `send` says. */
function sender(send: (message: Message) => Promise<void>) {
  const errors: string[] = [];
  const turn = sendDue({ sql: sqlOn(pool), channels: { EMAIL: send, SMS: send, close: () => undefined }, now: () => time, onError: (error) => errors.push(String(error)) });
  return { turn, errors };
}

describe('an outgoing message', () => {
  it('is sent once by many processes, and loses its text', async () => {
    const sent: string[] = [];
    const processes = Array.from({ length: 5 }, () => sender(async ({ id }) => void sent.push(id)));
    for (let n = 0; n < 10; n += 1) await queue();
    for (let round = 0; round < 3; round += 1) await Promise.all(processes.map(({ turn }) => turn()));
    expect([sent.length, new Set(sent).size]).toEqual([10, 10]);
    expect((await rows()).map(({ body, sent_at }) => [body, sent_at])).toEqual(Array(10).fill([null, time]));
  });

  it('does not leave when its transaction is rolled back', async () => {
    const effect = inPoolTransaction(pool, async (client) => {
      await queueMessage(sqlOn(client), message(), time);
      throw new Error('refused');
    });
    await expect(effect).rejects.toThrow('refused');
    expect(await rows()).toEqual([]);
  });

  it('is tried again with growing pauses, then waits for a person, who may replay it five times', async () => {
    let works = false;
    const sent: Message[] = [];
    const { turn, errors } = sender(async (one) => (works ? void sent.push(one) : Promise.reject(new Error('451 later'))));
    await queue({ expiresAt: new Date(time.getTime() + 24 * hour) });
    const tried: number[] = [];
    const tryUntilDead = async () => {
      for (let second = 0; (await deadMessages(sqlOn(pool), 10)).length === 0; second += 1) {
        const before = errors.length;
        await turn();
        if (errors.length > before) tried.push(second);
        time = new Date(time.getTime() + 1_000);
      }
    };
    await tryUntilDead();
    expect(tried).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511]);
    const [dead] = await deadMessages(sqlOn(pool), 10);
    expect(dead).toMatchObject({ recipient: 'anna@example.org', template: 'verify-email', lastError: '451 later', replayable: true });
    expect(JSON.stringify([dead, errors])).not.toContain('secret');
    expect(errors).toHaveLength(MOST_TRIES);
    expect(await replayDead(sqlOn(pool), dead!.id, time)).toBe(true);
    works = true;
    await turn();
    expect(sent.map(({ id }) => id)).toEqual([dead!.id]);
    expect(await replayDead(sqlOn(pool), dead!.id, time)).toBe(false);
    await queue();
    await pool.query('UPDATE outgoing_message SET dead_at = now(), replays = 5 WHERE sent_at IS NULL');
    const [tired] = await deadMessages(sqlOn(pool), 10);
    expect([tired!.replayable, await replayDead(sqlOn(pool), tired!.id, time)]).toEqual([false, false]);
  });

  it('comes again when its process died with it', async () => {
    const stuck = Promise.withResolvers<undefined>();
    const dying = sender(() => stuck.promise);
    const living = sender(async () => undefined);
    await queue();
    const lost = dying.turn();
    await until('it is taken', async () => (await rows())[0]!['tries'] === 1);
    await living.turn();
    expect((await rows())[0]).toMatchObject({ tries: 1, sent_at: null });
    time = new Date(time.getTime() + 60_000);
    await living.turn();
    expect((await rows())[0]).toMatchObject({ tries: 2, sent_at: time });
    stuck.resolve(undefined);
    await lost;
  });

  it('is not sent, and has no text, when what it says holds no more; a month later it is gone', async () => {
    const { turn } = sender(async () => Promise.reject(new Error('must not be tried')));
    await queue();
    time = new Date(time.getTime() + hour);
    await turn();
    expect((await rows())[0]).toMatchObject({ body: null, tries: 0, last_error: 'expired before it was sent' });
    time = new Date(time.getTime() + 31 * 24 * hour);
    await turn();
    expect(await rows()).toEqual([]);
  });

  it('is refused above the limits of its recipient, of its template, and of all together, in a race too', async () => {
    const limits = { recipient: [{ count: 3, withinMs: hour, sameTemplate: true }, { count: 4, withinMs: 24 * hour }], everyone: [{ count: 6, withinMs: hour }] };
    const race = await Promise.all(Array.from({ length: 8 }, () => queue({}, limits)));
    expect(race.filter((answer) => answer === 'queued')).toHaveLength(3);
    expect([await queue({ template: 'reset' }, limits), await queue({ template: 'reset' }, limits)]).toEqual(['queued', 'limited']);
    expect(await queue({ recipient: 'berta@example.org' }, limits)).toBe('queued');
    expect(await queue({ recipient: 'clara@example.org' }, limits)).toBe('queued');
    expect(await queue({ recipient: 'dora@example.org' }, limits)).toBe('limited');
    expect(await queue({ recipient: '+491701234567', channel: 'SMS' }, limits)).toBe('queued');
    time = new Date(time.getTime() + hour);
    expect([await queue({ recipient: 'dora@example.org' }, limits), await queue({}, limits)]).toEqual(['queued', 'limited']);
  });
});

describe('the channels', () => {
  it('lay files into the folder that their owner alone reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
    const outgoing = startOutgoing({ sql: sqlOn(pool), channels: openChannels({ outboxDir: join(folder, 'outbox'), smtpUrl: undefined }), now: () => time, everyMs: 10, onError: () => undefined });
    await queue({ id: 'msg_file' });
    await until('the file', async () => (await readdir(join(folder, 'outbox')).catch((): string[] => [])).includes('msg_file.json'));
    const modes = await Promise.all(['outbox', 'outbox/msg_file.json'].map(async (name) => ((await stat(join(folder, name))).mode & 0o777).toString(8)));
    expect(modes).toEqual(['700', '600']);
    expect(JSON.parse(await readFile(join(folder, 'outbox/msg_file.json'), 'utf8'))).toMatchObject({ channel: 'EMAIL', to: 'anna@example.org', body: 'https://x/#secret' });
    await outgoing.stop();
    await rm(folder, { recursive: true });
  });

  it('send mails over SMTP, with the message id that names the delivery', async () => {
    const smtp = await smtpServer();
    const channels = openChannels({ outboxDir: '/nonexistent', smtpUrl: smtp.url });
    await channels.EMAIL({ id: 'msg_1', to: 'anna@example.org', subject: 'Hello', body: 'Text', template: 't', recipient_kind: 'ADDRESS', recipient_id: '' });
    expect(smtp.state.mails[0]).toContain('Message-ID: <msg_1@sysops.example>');
    channels.close();
    await smtp.stop();
  });

  it('let no subject break a line of the head, and no address be two', async () => {
    const smtp = await smtpServer();
    const channels = openChannels({ outboxDir: '/nonexistent', smtpUrl: smtp.url });
    const mail = (to: string, subject: string) =>
      channels.EMAIL({ id: 'msg_2', to, subject, body: 'Text', template: 't', recipient_kind: 'ADDRESS', recipient_id: '' });
    for (const breaking of ['\r\n', '\n', '\r', '\r\n\r\n', '\u2028', '\u0085', '\0', '\u202E'])
      await mail('anna@example.org', `Hello${breaking}Bcc: all@example.org`);
    const heads = smtp.state.mails.map((text) => text.slice(0, text.indexOf('\n\n')));
    expect(heads.map((head) => /^Subject: (.*)$/m.exec(head)?.[1])).toEqual(Array(8).fill('Hello Bcc: all@example.org'));
    expect(heads.filter((head) => /^Bcc:/m.test(head))).toEqual([]);
    for (const to of ['a@example.org, b@example.org', 'Anna <a@example.org>', 'a@example.org\r\nBcc: b@example.org', 'a@example.org;b@example.org'])
      await expect(mail(to, 'Hello')).rejects.toThrow('not one e-mail address');
    expect(smtp.state.mails).toHaveLength(8);
    channels.close();
    await smtp.stop();
  });
});

describe('the table', () => {
  const insert = (values: string) => `INSERT INTO outgoing_message (id, channel, recipient, template, subject, body, created_at, expires_at, next_at, sent_at) VALUES (${values})`;
  it.each([
    ['keeps no text after the sending', insert(`'msg_x', 'EMAIL', 'a@b.c', 't', 's', 'text', now(), now() + interval '1 hour', now(), now()`), 'outgoing_message_body_until_sent'],
    ['takes no message without a text', insert(`'msg_x', 'EMAIL', 'a@b.c', 't', 's', NULL, now(), now() + interval '1 hour', now(), NULL`), 'outgoing_message_body_until_sent'],
    ['takes no message that holds for longer than 30 days', insert(`'msg_x', 'EMAIL', 'a@b.c', 't', 's', 'b', now(), now() + interval '31 days', now(), NULL`), 'outgoing_message_expires'],
    ['knows no other channel', insert(`'msg_x', 'FAX', 'a@b.c', 't', 's', 'b', now(), now() + interval '1 hour', now(), NULL`), 'outgoing_message_channel_check'],
  ])('%s', async (_, statement, constraint) => {
    await expect(pool.query(statement)).rejects.toMatchObject({ constraint });
  });

  it('stands in every context that sends as it stands here', async () => {
    const contexts = await readdir(join(import.meta.dirname, '../../../../subgraphs'));
    const different: string[] = [];
    for (const context of contexts) {
      const folder = join(import.meta.dirname, '../../../../subgraphs', context, 'prisma/migrations');
      for (const name of await readdir(folder).catch(() => [])) {
        const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8').catch(() => '');
        if (sql.includes('CREATE TABLE outgoing_message') && !sql.includes(table.trim())) different.push(`${context}/${name}`);
      }
    }
    expect(different).toEqual([]);
  });
});
