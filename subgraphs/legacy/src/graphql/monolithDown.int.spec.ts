import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callers, codesOf, legacyOn } from '../testing/runningLegacy.ts';
import { stoppableMonolith } from '../testing/stoppableMonolith.ts';

const reads = [
  '{ products { edges { cursor } } }', '{ product(id: "prd_000001") { name } }', '{ experts { edges { cursor } } }', '{ expert(id: "exp_000001") { name } }', '{ skills { id } }',
  '{ territories { id } }', '{ articles(search: "screen") { edges { cursor } } }', '{ article(id: "art_000001") { title } }', '{ surveyInvitation(token: "unknown") { id } }',
  '{ notifications { edges { cursor } } }', '{ supportPlans { id } }', '{ customers { edges { cursor } } }', '{ tickets { totalCount } }',
  '{ _entities(representations: [{ __typename: "Product", id: "prd_000001" }]) { ... on Product { name } } }',
];
const admin = callers.admin;
const changes: [keyof typeof callers, string][] = [
  ['admin', 'mutation { saveProduct(input: { id: "prd_000001", active: false }) { userErrors { code } } }'],
  ['expert', 'mutation { requestTimeOff(input: { start: "2999-01-01T00:00:00Z", end: "2999-01-02T00:00:00Z", reason: "x" }) { userErrors { code } } }'],
  ['nobody', 'mutation { login(input: { email: "a@b.example", password: "12345678" }) { userErrors { code } } }'],
  ['system', 'mutation { sendNotification(input: { idempotencyKey: "evt_1234", recipientKind: "EXPERT", recipientId: "exp_000001", channel: SMS, address: "+49305550003", template: "T", subject: "", body: "b" }) { userErrors { code } } }'],
];

describe('with the monolith stopped', () => {
  it('every field of it is UNAVAILABLE at once, and works again when it is back', async () => {
    const monolith = await stoppableMonolith();
    const legacy = await legacyOn(monolith.url);
    expect((await legacy.ask(admin, reads[0]!)).errors).toBeUndefined();
    await monolith.goDown();
    const live = async (path: string) => (await fetch(new URL(path, legacy.url))).status;
    for (const read of reads) {
      const started = performance.now();
      expect([read, codesOf(await legacy.ask(admin, read))]).toEqual([read, ['UNAVAILABLE']]);
      expect(performance.now() - started).toBeLessThan(2_000);
    }
    for (const [caller, change] of changes) expect([change, codesOf(await legacy.ask(callers[caller], change))]).toEqual([change, ['UNAVAILABLE']]);
    expect([await live('/health/live'), await live('/health/ready'), await live('/.well-known/jwks.json')]).toEqual([200, 503, 200]);
    await monolith.comeBack();
    for (const read of reads) expect([read, codesOf(await legacy.ask(admin, read))]).toEqual([read, []]);
    expect(await live('/health/ready')).toBe(200);
    await legacy.stop();
    await monolith.remove();
  });
});

describe('with a monolith that hangs', () => {
  let hanging: Server;
  beforeAll(async () => {
    hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    hanging.closeAllConnections();
    await new Promise((resolve) => hanging.close(resolve));
  });

  it('fields are UNAVAILABLE after 1.5 seconds, however many ask at the same time', async () => {
    const legacy = await legacyOn(`http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => legacy.ask(admin, reads[n % reads.length]!)));
    for (const answer of answers) expect(codesOf(answer)).toEqual(['UNAVAILABLE']);
    expect(performance.now() - started).toBeGreaterThan(1_400);
    expect(performance.now() - started).toBeLessThan(4_500);
    await legacy.stop();
  });

  it('what needs no monolith still works', async () => {
    const legacy = await legacyOn(`http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
    expect(codesOf(await legacy.ask(callers.customer, '{ experts { edges { cursor } } }'))).toEqual(['FORBIDDEN']);
    expect((await legacy.ask(admin, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    await legacy.stop();
  });
});
