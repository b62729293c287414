import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

const message = {
  idempotencyKey: 'evt_1:cus_new:EMAIL', recipientKind: 'CUSTOMER', recipientId: 'cus_000001', channel: 'EMAIL', address: 'carla@customers.example',
  template: 'TICKET_ACCEPTED', subject: 'Ticket SYS-100001', body: 'Erika comes at 10.',
};
const send = (input: object, caller: CallerName = 'system') =>
  ask(caller, 'mutation ($input: SendNotificationInput!) { sendNotification(input: $input) { notification { id status channel address subject sentAt } userErrors { code field } } }', { input });

describe('sendNotification', () => {
  it('delivers once, whatever happens at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(message)));
    const again = await send(message);
    expect(again.data.sendNotification).toEqual({
      notification: { id: expect.any(String), status: 'SENT', channel: 'EMAIL', address: message.address, subject: message.subject, sentAt: expect.any(String) }, userErrors: [],
    });
    expect(new Set(answers.map(({ data }) => data.sendNotification.notification.id))).toEqual(new Set([again.data.sendNotification.notification.id]));
    const mails = (await legacy.monolith.delivered()).filter(({ subject }) => subject === message.subject);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: message.address, body: message.body });
  });

  it('sends a text message', async () => {
    const { data } = await send({ ...message, idempotencyKey: 'evt_2:exp_000001:SMS', recipientKind: 'EXPERT', recipientId: 'exp_000001', channel: 'SMS', address: '+49305550003', subject: '' });
    expect(data.sendNotification).toMatchObject({ notification: { status: 'SENT', channel: 'SMS', subject: null }, userErrors: [] });
  });

  it.each([
    ['an address of the other kind', { channel: 'SMS' }, 'address'],
    ['an unknown kind of recipient', { recipientKind: 'DOG' }, 'recipientKind'],
    ['a body of more than 5,000 characters', { body: 'x'.repeat(5_001) }, 'body'],
    ['no template', { template: '' }, 'template'],
    ['a short key', { idempotencyKey: 'short' }, 'idempotencyKey'],
  ])('refuses %s', async (_, change, field) => {
    const { data } = await send({ ...message, idempotencyKey: 'evt_3:refused', ...change });
    expect(data.sendNotification).toEqual({ notification: null, userErrors: [{ code: 'INVALID_INPUT', field }] });
  });

  it('is for our services alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'admin'] as const) expect(codesOf(await send({ ...message, idempotencyKey: 'evt_4:forbidden' }, caller))).toEqual(['FORBIDDEN']);
    expect(await legacy.monolith.rows(`SELECT 1 FROM customer_notification WHERE idempotency_key = 'evt_4:forbidden'`)).toEqual([]);
  });
});

describe('notifications', () => {
  const query = 'query ($recipientId: ID, $first: Int! = 20, $after: String) { notifications(recipientId: $recipientId, first: $first, after: $after) { edges { node { id recipientKind recipientId channel address template subject body status createdAt sentAt } } pageInfo { hasNextPage endCursor } } }';

  it('are shown newest first, of one recipient where asked for', async () => {
    await send({ ...message, idempotencyKey: 'evt_5:exp_000009', recipientKind: 'EXPERT', recipientId: 'exp_000009', subject: 'first' });
    await send({ ...message, idempotencyKey: 'evt_6:exp_000009', recipientKind: 'EXPERT', recipientId: 'exp_000009', subject: 'second' });
    const { data } = await ask('manager', query, { recipientId: 'exp_000009' });
    expect(data.notifications.edges.map(({ node }: { node: { subject: string } }) => node.subject)).toEqual(['second', 'first']);
    const page = await ask('admin', query, { recipientId: 'exp_000009', first: 1 });
    const next = await ask('admin', query, { recipientId: 'exp_000009', first: 1, after: page.data.notifications.pageInfo.endCursor });
    expect([page, next].map((one) => one.data.notifications.edges[0].node.subject)).toEqual(['second', 'first']);
    expect(next.data.notifications.pageInfo.hasNextPage).toBe(false);
  });

  it('are for MANAGER, ADMIN and our services', async () => {
    for (const caller of ['customer', 'operative', 'expert'] as const) expect(codesOf(await ask(caller, query))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask('nobody', query))).toEqual(['UNAUTHENTICATED']);
  });
});
