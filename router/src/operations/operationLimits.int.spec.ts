import { openToAll } from '../settings.ts';
import { createDesk } from '../testing/desk.ts';
import { liveClient } from '../testing/liveClient.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';

const limits = { ...openToAll.limits, cost: 40, listSize: 100, documentLength: 2_000, tokens: 300 };
const desk = createDesk();
let router: TestRouter;

describe('where any operation is accepted', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { introspection: false, safety: { limits } });
  });
  afterAll(() => router.stop());

  test.each([
    ['cost', '{ a: tickets { customer { id } } b: tickets { customer { id } } c: tickets { id } }', 50.6, 40],
    ['documentLength', `{ __typename } # ${'x'.repeat(2_000)}`, 2_017, 2_000],
    ['tokens', `{ ${'a '.repeat(310)} }`, undefined, 300],
  ])('%s over its limit is refused with the numbers', async (limit, query, actual, maximum) => {
    const { status, body } = await router.query(query);
    expect(status).toBe(400);
    expect(body).toEqual({ errors: [{ message: expect.stringContaining(String(maximum)), extensions: { code: 'OPERATION_TOO_LARGE', limit, ...(actual && { actual }), maximum } }] });
  });
  test('a subscription is judged as well', async () => {
    const client = liveClient(router.wsUrl, undefined);
    const refused = client.subscribe(`subscription { ticketEvents { ${Array.from({ length: 51 }, (_, i) => `a${i}: kind`).join(' ')} } }`);
    await refused.ended();
    expect(refused.outcome.error).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE', limit: 'aliases', actual: 51, maximum: 50 } }]);
    await client.dispose();
  });
  test('the cost is told to those who ask', async () => {
    const asked = await router.post({ query: '{ tickets { customer { id } } }' }, { 'x-report-cost': '1' });
    expect((asked.body as { extensions?: unknown }).extensions).toEqual({ cost: 20 });
    expect((await router.query('{ tickets { customer { id } } }')).body).not.toHaveProperty('extensions');
  });
});

describe('a caller who has spent this minute’s budget', () => {
  beforeAll(async () => {
    router = await startTestRouter(desk.subgraphs, { safety: { costPerMinute: 25 } });
  });
  afterAll(() => router.stop());
  test('is told when to come back; others are not held up', async () => {
    const token = await router.issuer.token({ sub: 'usr_busy' });
    const query = '{ tickets { customer { id } } }';
    expect((await router.query(query, {}, token)).status).toBe(200);
    const { status, headers, body } = await router.query(query, {}, token);
    expect(status).toBe(429);
    expect(body.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }]);
    expect(headers.get('retry-after')).toBe(String(body.errors![0]!.extensions['retryAfterSeconds']));
    expect((await router.query(query, {}, await router.issuer.token({ sub: 'usr_idle' }))).status).toBe(200);
    const client = liveClient(router.wsUrl, { authorization: `Bearer ${token}` });
    const refused = client.subscribe('subscription { ticks { n ticket { id } } }');
    await refused.ended();
    expect(refused.outcome.error).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    await client.dispose();
  });
  test('pays for what turns out to be invalid only when it is read', async () => {
    const spend = await startTestRouter(desk.subgraphs, { safety: { costPerMinute: 250 } });
    const statuses: number[] = [];
    for (const [query, variables] of [['{ nothing }', {}], ['query ($id: ID!) { ticket(id: $id) { id } }', { id: [] }], ['{ whoAmI { kind } }', {}], ['{ whoAmI { kind } }', {}]] as const) {
      statuses.push((await spend.query(query, variables)).status);
    }
    const token = await spend.issuer.token({ sub: 'usr_live' });
    const client = liveClient(spend.wsUrl, { authorization: `Bearer ${token}` });
    const codes: unknown[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const refused = client.subscribe('subscription { nothing }');
      await refused.ended();
      codes.push((refused.outcome.error as { extensions: { code: string } }[])[0]!.extensions.code);
    }
    await client.dispose();
    await spend.stop();
    expect(statuses).toEqual([400, 400, 200, 200]);
    expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'RATE_LIMITED']);
  });
});
