import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type pg from 'pg';
import { askTogether } from '../askTogether.ts';
import { openPool } from '../database/prismaPool.ts';
import type { GraphClient } from '../graphClient.ts';
import { openOutboxFixture, eventually } from '../outbox/testing/outboxFixture.ts';
import { testDatabase, type TestDatabase } from '../testing/testDatabase.ts';
import { startTraceReceiver, type ReceivedSpan, type TraceReceiver } from '../testing/traceReceiver.ts';
import { currentSpan, inSpan, isTracing, openSpan, startTracing, traceHeaders, traceIds, traceparent } from './tracing.ts';

const given = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=x' };
const warned: unknown[] = [];
const logger = { warn: (details: unknown) => void warned.push(details) };
const variables = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_BSP_SCHEDULE_DELAY', 'OTEL_TRACES_SAMPLER', 'OTEL_SERVICE_NAME', 'OTEL_SDK_DISABLED', 'OTEL_EXPORTER_OTLP_TIMEOUT'] as const;

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };

describe('when nobody asked for traces', () => {
  test('work is done without a span, and there is nothing to send along or to store', () => {
    expect(isTracing()).toBe(false);
    expect(inSpan('x', {}, (span) => [span, traceHeaders(), traceparent(), traceIds(), currentSpan(), openSpan('y')])).toEqual([undefined, {}, null, {}, undefined, undefined]);
  });
  test('nothing of the library is loaded', async () => {
    const program = `
      import { createRequire } from 'node:module';
      const { startTracing } = await import(${JSON.stringify(join(import.meta.dirname, 'tracing.ts'))});
      await startTracing('x', console);
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('@opentelemetry')).length);`;
    const run = async (more: object) => (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env: { ...process.env, ...more }, cwd: import.meta.dirname })).stdout.trim();
    expect(await run({})).toBe('0');
    expect(await run({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe('0');
    expect(Number(await run(endpoint))).toBeGreaterThan(0);
  }, 120_000);
});

describe('when an endpoint is set', () => {
  let receiver: TraceReceiver;
  let tracing: { stop: () => Promise<void> };
  let database: TestDatabase;
  const begin = async (environment: Record<string, string> = {}): Promise<void> => {
    Object.assign(process.env, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '20', ...environment });
    tracing = await startTracing('sample', logger);
  };
  const sent = async (): Promise<ReceivedSpan[]> => {
    await tracing.stop();
    return receiver.spans.splice(0);
  };
  beforeAll(async () => {
    receiver = await startTraceReceiver();
    database = await testDatabase.empty();
  });
  afterEach(async () => {
    await tracing.stop();
    for (const name of variables) delete process.env[name];
  });
  afterAll(async () => {
    await receiver.stop();
    await database.drop();
  });

  test('spans go on from what a client sent, one within another, across what is waited for', async () => {
    await begin();
    const told = await inSpan('outer', { parent: given, attributes: { a: 1, b: undefined } }, async () => {
      await wait(1);
      return inSpan('inner', {}, () => ({ headers: traceHeaders(), ids: traceIds() }));
    });
    const [inner, outer] = await sent();
    expect(outer).toMatchObject({ service: 'sample', name: 'outer', traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16), attributes: { a: 1 } });
    expect(inner).toMatchObject({ name: 'inner', traceId: 'a'.repeat(32), parentSpanId: outer!.spanId });
    expect(told).toEqual({ headers: { traceparent: `00-${inner!.traceId}-${inner!.spanId}-01`, tracestate: 'vendor=x' }, ids: { trace_id: inner!.traceId, span_id: inner!.spanId } });
  });
  test('an error is there by its kind and code, not by what it says', async () => {
    await begin();
    await expect(inSpan('failing', {}, () => Promise.reject(new RangeError('quotes what was typed')))).rejects.toThrow('quotes');
    expect(() => inSpan('failing at once', {}, () => { throw Object.assign(new Error('secret'), { code: '23505' }); })).toThrow('secret');
    expect((await sent()).map(({ name, error }) => [name, error])).toEqual([['failing', 'RangeError'], ['failing at once', '23505']]);
    expect(receiver.sentText()).not.toMatch(/quotes|secret/);
  });
  test('the environment names the service and chooses what is sampled; what is not sampled says so to others', async () => {
    await begin({ OTEL_TRACES_SAMPLER: 'always_off', OTEL_SERVICE_NAME: 'other' });
    expect(inSpan('unseen', {}, () => traceHeaders().traceparent)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(await sent()).toEqual([]);
    await begin({ OTEL_TRACES_SAMPLER: 'always_on' });
    inSpan('seen', {}, () => undefined);
    expect(await sent()).toMatchObject([{ service: 'other', name: 'seen' }]);
  });
  test('a collector that is down is noticed in the log, and disturbs nobody', async () => {
    await begin({ ...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '300' });
    expect(inSpan('lost', {}, () => 'done')).toBe('done');
    await tracing.stop();
    expect(warned).toEqual([{ reason: expect.any(String) }]);
  });

  test('statements are there without their values, each in the trace of whoever asked, though they share one connection', async () => {
    await begin();
    const pool = openPool({ databaseUrl: database.url, applicationName: 'sample', max: 1 });
    await pool.query('SELECT 1');
    const ask = (name: string) => inSpan(name, {}, async () => {
      await Promise.all([pool.query('SELECT $1::text AS v, pg_sleep(0.01)', [`typed by ${name}`]), pool.query(`INSERT INTO nowhere VALUES ($1)`, [name]).catch(() => undefined)]);
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('COMMIT');
      client.release();
    });
    await Promise.all(['one', 'other'].map(ask));
    await pool.end();
    const spans = await sent();
    for (const name of ['one', 'other']) {
      const { spanId, traceId } = spans.find((span) => span.name === name)!;
      const own = spans.filter((span) => span.parentSpanId === spanId);
      expect(own.map((span) => [span.name, span.error]).sort()).toEqual([['postgresql BEGIN', undefined], ['postgresql COMMIT', undefined], ['postgresql INSERT', '42P01'], ['postgresql SELECT', undefined]]);
      expect(new Set(own.map((span) => span.traceId))).toEqual(new Set([traceId]));
      expect(own.find((span) => span.name.endsWith('SELECT'))!.attributes).toMatchObject({ 'db.system.name': 'postgresql', 'db.query.text': 'SELECT $1::text AS v, pg_sleep(0.01)' });
    }
    expect(spans.filter(({ name, parentSpanId }) => name.startsWith('postgresql') && !parentSpanId)).toEqual([]);
    expect(receiver.sentText()).not.toContain('typed by');
  });

  test('what several ask for together is in the trace of the first, and the others link to it', async () => {
    await begin();
    const ask = async () => inSpan('request', { within: true }, () => ({ data: { a_0: 1, a_1: 2 } }));
    const graph = askTogether({ ask } as unknown as GraphClient);
    await Promise.all(['first', 'second'].map((name) => inSpan(name, {}, () => graph.request('{ a }'))));
    const spans = await sent();
    const named = (name: string): ReceivedSpan => spans.find((span) => span.name === name)!;
    expect(named('request')).toMatchObject({ traceId: named('first').traceId, parentSpanId: named('first').spanId });
    expect(named('asked together with others')).toMatchObject({ traceId: named('second').traceId, parentSpanId: named('second').spanId, links: [named('first').traceId] });
    expect(spans).toHaveLength(4);
  });

  test('a message is handed over and handled in the trace in which it was written; one without a trace begins its own', async () => {
    await begin();
    const fixture = await openOutboxFixture({ databaseUrl: database.url, prefix: 'traced' });
    const handled: Record<string, string | undefined> = {};
    fixture.consumer('traced', async ({ id }) => {
      handled[id] = traceIds().trace_id;
      return async (tx: pg.PoolClient) => void (await tx.query('INSERT INTO effect VALUES ($1)', [id]));
    });
    fixture.relay('traced', { redelivery: { firstMs: 20_000, maxMs: 20_000 } });
    await fixture.write('old');
    await fixture.pool.query(`INSERT INTO outbox (id, aggregate_id, type, payload, traceparent) VALUES ('new', 'new', 'happened', '{}', $1)`, [given.traceparent]);
    await eventually('both were handled', async () => (await fixture.count('acked_at IS NOT NULL')) === 2, 40_000);
    await fixture.stop();
    const spans = await sent();
    const own = (name: string) => spans.filter((span) => span.name === name && span.attributes['messaging.message.id'] === 'new' && span.error === undefined);
    const [send] = own('send happened');
    expect(send).toMatchObject({ traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) });
    expect(own('process happened')).toMatchObject([{ traceId: 'a'.repeat(32), parentSpanId: send!.spanId, attributes: { tries: expect.any(Number) } }]);
    expect(handled['new']).toBe('a'.repeat(32));
    expect(handled['old']).toMatch(/^[0-9a-f]{32}$/);
    expect(handled['old']).not.toBe(handled['new']);
  }, 60_000);
});
