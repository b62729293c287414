import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { operation, operations } from '@sysops-squad/client/operations';
import type { Variables } from '@sysops-squad/client/session';
import { startSystem, type System } from './testing/system.ts';
import { codeOf, coveredProduct, createTicket, key, offered, send, sendWell, visitOf, type Data } from './testing/wire.ts';

const everyone = ['anonymous', 'customer', 'operative', 'expert', 'manager', 'admin'] as const;
type Who = (typeof everyone)[number];
const signedIn = everyone.slice(1);

let system: System;
/** Somebody else's things, by the name of the variable that they are put into. */
let others: Record<string, string>;

beforeAll(async () => {
  system = await startSystem();
  const { id } = await createTicket(system);
  const { expert, email, offerId } = await offered(system, id);
  const visitId = await visitOf(expert, offerId);
  const { productId, addressId, contractId } = await coveredProduct(system);
  const [strangerExpert] = await system.query<{ email: string }>('auth', "SELECT email FROM account WHERE expert_id IS NOT NULL AND email <> $1 AND email <> 'expert@sysops.example' ORDER BY id LIMIT 1", [email]);
  const [strangerCustomer] = await system.query<{ email: string }>('auth', "SELECT email FROM account WHERE customer_id IS NOT NULL AND email <> 'customer@sysops.example' ORDER BY id LIMIT 1");
  others = { ticketId: id, offerId, visitId, productId, addressId, contractId, strangerExpert: strangerExpert!.email, strangerCustomer: strangerCustomer!.email };
}, 120_000);
afterAll(() => system?.stop(), 30_000);

const session = (who: Who) => (who === 'anonymous' ? system.anonymous() : system.as(who));
const window = () => ({ start: new Date(Date.now() + 86_400_000).toISOString(), end: new Date(Date.now() + 90_000_000).toISOString() });
const report = () => ({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' });

/** Who may send what. Operations that anybody may send, and those that show each caller only their own, are tested below and in operations.e2e.spec.ts. */
const allowed: Record<string, { to: Who[]; variables: () => Variables }> = {
  RequestPhoneCode: { to: ['customer'], variables: () => ({}) },
  ConfirmPhone: { to: ['customer'], variables: () => ({ input: { code: '000000' } }) },
  UpdateProfile: { to: ['customer'], variables: () => ({ input: { name: 'X' } }) },
  AddAddress: { to: ['customer'], variables: () => ({ input: { line1: 'A 1', city: 'Berlin', postcode: '10115', country: 'DE' } }) },
  UpdateNotificationPreferences: { to: ['customer'], variables: () => ({ input: { channel: 'SMS' } }) },
  AddPaymentMethod: { to: ['customer'], variables: () => ({ input: { pspToken: 'tok_visa_ok', idempotencyKey: key() } }) },
  SubscribeToPlan: { to: ['customer'], variables: () => ({ input: { planId: 'x', paymentMethodId: 'x', productIds: ['x'], idempotencyKey: key() } }) },
  CancelContract: { to: ['customer', 'admin'], variables: () => ({ contractId: 'con_nobody', reason: 'x' }) },
  CreateTicket: { to: ['customer', 'operative'], variables: () => ({ input: { productId: others['productId'], addressId: others['addressId'], description: 'x', idempotencyKey: key() } }) },
  UpdateTicket: { to: ['customer', 'operative', 'manager'], variables: () => ({ input: { ticketId: 'tic_nobody', description: 'x' } }) },
  AddComment: { to: ['customer', 'expert', 'operative', 'manager'], variables: () => ({ ticketId: 'tic_nobody', body: 'x' }) },
  CancelTicket: { to: ['customer', 'operative', 'manager'], variables: () => ({ ticketId: 'tic_nobody', reason: 'x' }) },
  FindCustomers: { to: ['operative', 'manager', 'admin'], variables: () => ({ search: 'an' }) },
  AcceptOffer: { to: ['expert'], variables: () => ({ offerId: 'off_nobody' }) },
  RefuseOffer: { to: ['expert'], variables: () => ({ offerId: 'off_nobody', reason: 'OTHER' }) },
  StartTravel: { to: ['expert'], variables: () => ({ visitId: 'vis_nobody' }) },
  ArriveOnSite: { to: ['expert'], variables: () => ({ visitId: 'vis_nobody' }) },
  CannotArrive: { to: ['expert'], variables: () => ({ visitId: 'vis_nobody', reason: 'x' }) },
  CompleteVisit: { to: ['expert'], variables: () => ({ input: { visitId: 'vis_nobody', outcome: 'FIXED' } }) },
  RequestTimeOff: { to: ['expert'], variables: () => ({ input: { ...window(), reason: 'x' } }) },
  SearchArticles: { to: ['expert', 'operative', 'manager', 'admin'], variables: () => ({ search: 'power' }) },
  Article: { to: ['expert', 'operative', 'manager', 'admin'], variables: () => ({ id: 'art_000001' }) },
  RateArticle: { to: ['expert', 'operative'], variables: () => ({ articleId: 'art_nobody', useful: true }) },
  AttentionQueue: { to: ['operative', 'manager', 'admin'], variables: () => ({}) },
  WhyThisExpert: { to: ['manager', 'admin'], variables: () => ({ ticketId: others['ticketId'] }) },
  AssignmentCheck: { to: ['manager'], variables: () => ({ ticketId: 'tic_nobody', expertId: 'exp_000001', start: window().start }) },
  AssignTicket: { to: ['manager'], variables: () => ({ input: { ticketId: 'tic_nobody', expertId: 'exp_000001', start: window().start, reason: 'x' } }) },
  Reports: { to: ['manager', 'admin'], variables: report },
  RunBilling: { to: ['admin'], variables: () => ({ period: '2026-01-01' }) },
  SaveExpert: { to: ['admin'], variables: () => ({ input: { id: 'exp_nobody', phone: '+4930123456' } }) },
  SaveProduct: { to: ['admin'], variables: () => ({ input: { id: 'prd_nobody', visitMinutes: 30 } }) },
  AuditLog: { to: ['admin'], variables: () => ({}) },
  BeginTotp: { to: signedIn, variables: () => ({ input: { password: 'not this one' } }) },
  ConfirmTotp: { to: signedIn, variables: () => ({ input: { code: '000000' } }) },
  RemoveTotp: { to: signedIn, variables: () => ({ input: { password: 'not this one' } }) },
  BeginPasskey: { to: signedIn, variables: () => ({ input: { password: 'not this one' } }) },
  CompletePasskey: { to: signedIn, variables: () => ({ input: { token: 'none', response: '{}' } }) },
  RemovePasskey: { to: signedIn, variables: () => ({ input: { id: 'none', password: 'not this one' } }) },
  RenewRecoveryCodes: { to: signedIn, variables: () => ({ input: { password: 'not this one' } }) },
  ClearSecondFactor: { to: ['admin'], variables: () => ({ input: { userId: 'usr_none' } }) },
  ChangePassword: { to: signedIn, variables: () => ({ input: { currentPassword: 'not this one', newPassword: 'another long password' } }) },
  ChangeEmail: { to: signedIn, variables: () => ({ input: { email: 'x@example.org', password: 'not this one' } }) },
  EndSession: { to: signedIn, variables: () => ({ input: { sessionId: 'ses_of_somebody_else' } }) },
};
const openToAnybody = [
  'BeginOidcLogin', 'CompleteOidcLogin', 'CompleteLogin', 'BeginPasskeyLogin',
  'VerifyEmail', 'RequestPasswordReset', 'ResetPassword', 'RequestSignInCode', 'LoginOnDevice',
  'Login', 'RefreshSession', 'RegisterCustomer', 'SupportPlans', 'SupportedProducts', 'SurveyByToken', 'SubmitSurvey',
];
const showsOnlyTheCallersOwn = [
  'SecondFactors', 'Sessions', 'EndOtherSessions', 'ResendVerification',
  'Logout', 'Me', 'MyAccount', 'TicketDetail', 'Tickets', 'TicketChanged', 'OfferReceived', 'MyOffers', 'MySchedule',
];

test('every operation has its rule here', () => {
  expect([...Object.keys(allowed), ...openToAnybody, ...showsOnlyTheCallersOwn].sort()).toEqual(Object.keys(operations).sort());
});

describe.each(Object.keys(allowed))('%s', (name) => {
  const rule = allowed[name]!;
  // A rightful caller without the object: allowed to try, so never FORBIDDEN at the root. WhyThisExpert's rule is on a field within.
  test.each(everyone.filter((who) => !rule.to.includes(who)))('is refused to %s', async (who) => {
    const answer = await send(await session(who), name, rule.variables());
    const wanted = who === 'anonymous' && name !== 'WhyThisExpert' ? ['UNAUTHENTICATED'] : who === 'anonymous' ? ['UNAUTHENTICATED'] : ['FORBIDDEN'];
    if (name === 'WhyThisExpert' && answer.data?.['ticket'] === null && !answer.errors) return;
    expect(wanted).toContain(codeOf(answer));
    const given = Object.values(answer.data ?? {}).filter((value) => value !== null);
    expect(given.every((value) => name === 'WhyThisExpert' && (value as Data)['dispatchAttempts'] === null)).toBe(true);
  });

  test.each(rule.to)('is open to %s', async (who) => {
    expect(['UNAUTHENTICATED', 'FORBIDDEN']).not.toContain(codeOf(await send(await session(who), name, rule.variables())));
  });
});

describe('without a session', () => {
  test.each(showsOnlyTheCallersOwn.filter((name) => !['TicketChanged', 'OfferReceived'].includes(name)))('%s is UNAUTHENTICATED', async (name) => {
    const variables = { id: 'tic_000001', from: report().from, to: report().to };
    expect(codeOf(await send(await system.anonymous(), name, variables))).toBe('UNAUTHENTICATED');
  });
});

describe("somebody else's things", () => {
  const asStranger = (kind: 'strangerCustomer' | 'strangerExpert') => system.as(others[kind]!);

  test.each(['strangerCustomer', 'strangerExpert'] as const)('%s: another ticket does not exist', async (kind) => {
    const answer = await send(await asStranger(kind), 'TicketDetail', { id: others['ticketId'] });
    expect(answer).toEqual({ data: { ticket: null } });
  });

  test('a stranger lists only own tickets', async () => {
    const stranger = await asStranger('strangerCustomer');
    const me = await sendWell(stranger, 'Me');
    const { edges } = await sendWell(stranger, 'Tickets', { filter: { customerId: 'cus_000001' }, first: 100 });
    expect(edges.filter(({ node }: Data) => node.customer.id !== me.customer.id)).toEqual([]);
  });

  test.each(['UpdateTicket', 'AddComment', 'CancelTicket'])('a stranger cannot %s', async (name) => {
    const ticketId = others['ticketId'];
    const variables = { UpdateTicket: { input: { ticketId, description: 'mine' } }, AddComment: { ticketId, body: 'mine' }, CancelTicket: { ticketId, reason: 'mine' } }[name];
    const { data } = await send(await asStranger('strangerCustomer'), name, variables);
    expect((Object.values(data!)[0] as Data)['userErrors'][0].code).toBe('NOT_FOUND');
  });

  test("a stranger cannot raise a ticket for another customer or at another customer's address unseen", async () => {
    const stranger = await asStranger('strangerCustomer');
    const input = { productId: others['productId'], addressId: others['addressId'], description: 'x', onBehalfOf: 'cus_000001', idempotencyKey: key() };
    const answer = await send(stranger, 'CreateTicket', { input });
    expect(answer.data?.['createTicket']?.ticket ?? null).toBeNull();
  });

  test('a stranger cannot cancel a contract', async () => {
    const { data } = await send(await asStranger('strangerCustomer'), 'CancelContract', { contractId: others['contractId'], reason: 'mine' });
    expect(data!['cancelContract'].userErrors[0].code).toBe('NOT_FOUND');
  });

  test.each(['AcceptOffer', 'RefuseOffer', 'StartTravel', 'ArriveOnSite', 'CannotArrive', 'CompleteVisit'])('another expert cannot %s', async (name) => {
    const { offerId, visitId } = others;
    const variables = { AcceptOffer: { offerId }, RefuseOffer: { offerId, reason: 'OTHER' }, CannotArrive: { visitId, reason: 'mine' }, CompleteVisit: { input: { visitId, outcome: 'FIXED' } } }[name] ?? { visitId };
    const { data } = await send(await asStranger('strangerExpert'), name, variables);
    expect((Object.values(data!)[0] as Data)['userErrors'][0].code).toBe('NOT_FOUND');
  });

  test.each([
    ['customer(id: "cus_000001") { id email }', 'customer', null],
    ['entitlement(customerId: "cus_000001", productId: "prd_000001") { covered }', 'entitlement', null],
  ])('a stranger who asks %s sees nothing', async (field, root, nothing) => {
    const { data } = await (await asStranger('strangerCustomer')).send<Data>(`{ ${field} }`);
    expect(data?.[root] ?? null).toBe(nothing);
  });

  test('a subscription to another ticket brings nothing', async () => {
    const stream = (await asStranger('strangerCustomer')).subscribe<Data>(operation('TicketChanged'), { ticketId: others['ticketId'] });
    const first = stream.next().then(({ value, done }) => (done ? 'nothing' : (value.ticketChanged?.ticket ?? 'nothing')), (error: { code: string }) => error.code);
    expect(['nothing', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT']).toContain(await first);
  });

  test.each(['operative', 'expert'] as const)('an %s never sees payment data, by any path', async (who) => {
    const paths = who === 'operative' ? ['customer(id: "cus_000001")', `ticket(id: "${others['ticketId']}") { customer`] : [`ticket(id: "${others['ticketId']}") { customer`];
    const holder = who === 'expert' ? (await system.query<{ expert_id: string }>('ticket', 'SELECT expert_id FROM ticket WHERE id = $1', [others['ticketId']]))[0]!.expert_id : null;
    const email = holder ? (await system.query<{ email: string }>('auth', 'SELECT email FROM account WHERE expert_id = $1', [holder]))[0]!.email : who;
    for (const path of paths) {
      const close = path.includes('{') ? ' }' : '';
      for (const field of ['invoices { edges { node { total { amountMinor } } } }', 'paymentMethods { last4 }']) {
        const { data, errors } = await (await system.as(email)).send<Data>(`{ ${path} { id ${field} }${close} }`);
        expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
        expect(JSON.stringify(data)).not.toMatch(/amountMinor|last4/);
      }
    }
  });

  test('an expert sees of a customer only what a visit needs', async () => {
    const [row] = await system.query<{ expert_id: string }>('ticket', 'SELECT expert_id FROM ticket WHERE id = $1', [others['ticketId']]);
    const [account] = await system.query<{ email: string }>('auth', 'SELECT email FROM account WHERE expert_id = $1', [row!.expert_id]);
    const expert = await system.as(account!.email);
    const { data, errors } = await expert.send<Data>(`{ ticket(id: "${others['ticketId']}") { customer { name phone email addresses { line1 } contracts { edges { node { id } } } tickets { totalCount } } } }`);
    expect(data!['ticket'].customer).toEqual({ name: expect.any(String), phone: expect.any(String), email: null, addresses: null, contracts: null, tickets: null });
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['FORBIDDEN']));
  });

  test('a customer sees of an expert only what a visit needs', async () => {
    const { data, errors } = await (await system.as('customer')).send<Data>(`{ ticket(id: "${others['ticketId']}") { expert { name phone email home { lat } shifts { start } timeOff { id } visits(from: "2026-11-01T00:00:00Z", to: "2026-11-20T00:00:00Z") { id } offers { edges { node { id } } } } } }`);
    expect(data!['ticket'].expert).toEqual({ name: expect.any(String), phone: expect.any(String), email: null, home: null, shifts: null, timeOff: null, visits: null, offers: null });
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['FORBIDDEN']));
  });
});

describe.each(['auth', 'customer', 'payment', 'ticket', 'legacy'] as const)('straight at the %s subgraph', (name) => {
  const url = () => `${system.world.urls[name]}/graphql`;
  const bodies = ['{ __typename }', '{ _service { sdl } }', '{ _entities(representations: [{ __typename: "Customer", id: "cus_000001" }]) { ... on Customer { id } } }', ...Object.values(operations)].map((query) => JSON.stringify({ query }));
  const post = (body: string, headers: Record<string, string>) => fetch(url(), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  test('nothing is answered without a proof, whoever asks', async () => {
    const token = await (await system.as('admin')).accessToken();
    for (const body of bodies)
      for (const headers of [{}, { authorization: `Bearer ${token}` }, { 'x-caller': '{"roles":["ADMIN"]}' }]) expect((await post(body, headers as Record<string, string>)).status).toBe(401);
  });

  test('nothing is answered with a proof by another key, or for another subgraph', async () => {
    const [body] = bodies;
    const forged = createProofSigner(testKeys().router.private)({ subgraph: name, method: 'POST', path: '/graphql', body: body!, caller: callerWith('ADMIN') });
    const other = name === 'auth' ? 'ticket' : 'auth';
    const misplaced = createProofSigner(JSON.parse(system.world.keys.routerPrivate))({ subgraph: other, method: 'POST', path: '/graphql', body: body!, caller: callerWith('ADMIN') });
    for (const proof of [forged, misplaced]) expect((await post(body!, { [proofHeader]: proof })).status).toBe(401);
  });
});
