import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { proofHeader, subscriptionBody } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { databaseLink, type DatabaseLink } from '@sysops-squad/chassis/testing/databaseLink';
import { testDatabase, type TestDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { until } from '@sysops-squad/chassis/testing/until';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import { WebSocket } from 'ws';
import { operationsOf, subscriptionsOf, type Operation } from './databaseAway/operations.ts';
import { keys, subgraphs, type Started } from './databaseAway/subgraphs.ts';
import { fewAtATime } from './testing/fewAtATime.ts';

/** Changes with an idempotency key that get as far as a COMMIT without any other rows. */
const losesAtLeast: Record<string, number> = { auth: 0, customer: 1, payment: 1, ticket: 1 };

const askFirst: Record<string, string[]> = { auth: [], customer: [], payment: [], ticket: ['Subscription.offerReceived', 'Subscription.ticketChanged'] };

type Answer = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
const sign = createProofSigner(keys.router.private);

/** What answers without asking the database: decided by the arguments alone, or by nothing. */
const needNoDatabase: Record<string, string[]> = { auth: ['Mutation.beginOidcLogin'], customer: ['Mutation.confirmPhone'], payment: [], ticket: [] };

describe.each(Object.keys(subgraphs))('%s, whose database is away', (name) => {
  const operations = operationsOf(name);
  let database: TestDatabase;
  let link: DatabaseLink;
  let subgraph: Started;

  beforeAll(async () => {
    database = await testDatabase(name);
    link = await databaseLink(database.url);
    const patience = { connect_timeout: '1', statement_timeout: '1000', query_timeout: '1500' };
    const url = new URL(link.url);
    for (const [key, value] of Object.entries(patience)) url.searchParams.set(key, value);
    subgraph = await subgraphs[name]!(url.href);
  });
  afterAll(async () => {
    link.heal();
    await subgraph.stop();
    await link.close();
    await database.drop();
  });

  async function send({ caller, query, variables }: Operation): Promise<{ codes: string[]; milliseconds: number; said: string }> {
    const body = JSON.stringify({ query, variables });
    const proof = sign({ subgraph: name, method: 'POST', path: '/graphql', body, caller });
    const begun = performance.now();
    const response = await fetch(subgraph.url, { method: 'POST', headers: { 'content-type': 'application/json', [proofHeader]: proof }, body });
    const answer = (await response.json()) as Answer;
    return { codes: (answer.errors ?? []).map(({ extensions }) => extensions.code), milliseconds: performance.now() - begun, said: JSON.stringify(answer) };
  }
  const sendAll = () => Promise.all(fewAtATime(operations.map((operation) => async () => ({ ...operation, ...(await send(operation)) })), 8));
  /** How many rows each table has. */
  async function rows(): Promise<Record<string, number>> {
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    try {
      const tables = await sql.query<{ name: string }>(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
      const counted = tables.rows.map(({ name: table }) => `SELECT '${table}' AS name, count(*)::int AS n FROM ${table}`).join(' UNION ALL ');
      return Object.fromEntries((await sql.query<{ name: string; n: number }>(counted)).rows.map(({ name: table, n }) => [table, n]));
    } finally {
      await sql.end();
    }
  }
  const ready = async (): Promise<boolean> => (await fetch(new URL('/health/ready', subgraph.url))).status === 200;

  async function everythingIsUnavailable(withinMs: number): Promise<void> {
    const answers = await sendAll();
    expect(answers.filter(({ codes }) => codes.some((code) => code !== 'UNAVAILABLE')).map(({ coordinate, said }) => [coordinate, said])).toEqual([]);
    // Of entities the key is known, and what a caller may not see of another's is null without a look at it.
    const answered = answers.filter(({ coordinate, codes }) => /^(Query|Mutation)\./.test(coordinate) && codes.length === 0);
    expect(answered.map(({ coordinate }) => coordinate).sort()).toEqual(needNoDatabase[name]);
    expect(answers.filter(({ codes }) => codes.length > 0).length).toBeGreaterThan(answers.length / 3);
    expect(answers.filter(({ milliseconds }) => milliseconds > withinMs).map(({ coordinate, milliseconds }) => [coordinate, milliseconds])).toEqual([]);
  }

  test('refusing connections: every field is UNAVAILABLE at once, and well again afterwards', async () => {
    link.refuse();
    await everythingIsUnavailable(3_000);
    expect(await ready()).toBe(false);
    link.heal();
    await until('ready', ready);
    const answers = await sendAll();
    expect(answers.filter(({ codes }) => codes.includes('UNAVAILABLE') || codes.includes('INTERNAL')).map(({ coordinate, said }) => [coordinate, said])).toEqual([]);
  });

  test('when the answer to COMMIT is lost, repeating a change with its idempotency key makes it once', async () => {
    const keyed = operations.filter(({ coordinate, variables }) => coordinate.startsWith('Mutation.') && JSON.stringify(variables).includes('"idempotencyKey"'));
    let lost = 0;
    for (const operation of keyed) {
      const anew = { ...operation, variables: JSON.parse(JSON.stringify(operation.variables).replaceAll('key_0123456789abcdef', `key_${randomUUID()}`)) as object as Operation['variables'] };
      link.loseAnswerToCommit();
      const first = await send(anew);
      const committed = await rows();
      link.heal();
      await until('ready', ready);
      const repeated = await send(anew);
      expect([operation.coordinate, repeated.codes, await rows()]).toEqual([operation.coordinate, [], first.codes.length > 0 ? committed : expect.anything()]);
      lost += first.codes.filter((code) => code === 'UNAVAILABLE').length;
      expect(first.codes.filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
    }
    expect(lost).toBeGreaterThanOrEqual(losesAtLeast[name]!);
  });

  /** What a subscription hears first: errors, or nothing within a second. */
  async function firstErrors({ caller, query, variables }: Operation): Promise<string[]> {
    const client = createClient({ url: subgraph.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const proof = sign({ subgraph: name, method: 'SUBSCRIBE', path: '/graphql', body: subscriptionBody({ query, variables }), caller });
    const heard = client.iterate({ query, variables, extensions: { proof } }).next().then(
      ({ value }) => (value as Answer | undefined)?.errors ?? [],
      (errors: unknown) => errors as NonNullable<Answer['errors']>,
    );
    const errors = await Promise.race([heard, wait(1_000, [] as NonNullable<Answer['errors']>)]);
    void client.dispose();
    return errors.map(({ extensions }) => extensions.code);
  }

  test('subscriptions that ask the database first are told so, the others wait', async () => {
    link.refuse();
    const subscriptions = subscriptionsOf(name);
    const heard = await Promise.all(subscriptions.map(async (subscription) => [subscription.coordinate, await firstErrors(subscription)] as const));
    link.heal();
    await until('ready', ready);
    expect(heard.filter(([, codes]) => codes.some((code) => code !== 'UNAVAILABLE'))).toEqual([]);
    expect(heard.filter(([, codes]) => codes.length > 0).map(([coordinate]) => coordinate).sort()).toEqual(askFirst[name]);
  });

  test('hanging: every field is UNAVAILABLE within a bounded time, and well again afterwards', async () => {
    link.stall();
    await everythingIsUnavailable(9_000);
    link.heal();
    await until('ready', ready, 15_000);
  });
});
