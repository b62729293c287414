import { randomUUID } from 'node:crypto';
import { operation } from '@sysops-squad/client/operations';
import { openSession } from '@sysops-squad/client/session';
import { password, startSystem, type System } from './testing/system.ts';
import { coveredProduct, createTicket, eventually, key, offered, send, sendWell, ticketOf, visitOf, type Data } from './testing/wire.ts';

let system: System;
beforeAll(async () => void (system = await startSystem()), 120_000);
afterAll(() => system?.stop(), 30_000);

const newCustomer = () => ({
  name: 'Grace Hopper',
  email: `grace-${randomUUID()}@sysops.example`,
  password: 'a long enough pass phrase',
  phone: '+493012345678',
  address: { line1: 'Torstraße 1', city: 'Berlin', postcode: '10119', country: 'DE' },
  notificationChannel: 'EMAIL',
  idempotencyKey: key(),
});

describe('identity', () => {
  test('Login', async () => {
    const payload = await sendWell(await system.anonymous(), 'Login', { email: 'manager@sysops.example', password });
    expect(payload.user).toMatchObject({ email: 'manager@sysops.example', roles: ['MANAGER'] });
    expect(payload.session.accessToken.split('.')).toHaveLength(3);
  });

  test('Login with a wrong password and of an unknown account is refused alike', async () => {
    const nobody = await system.anonymous();
    const [wrong, unknown] = await Promise.all(['manager@sysops.example', `x-${randomUUID()}@sysops.example`].map((email) => send(nobody, 'Login', { email, password: 'not this one at all' })));
    expect(wrong!.data).toEqual({ login: { session: null, user: null, userErrors: [expect.objectContaining({ code: 'INVALID_CREDENTIALS' })] } });
    expect(unknown!.data).toEqual(wrong!.data);
  });

  test('RefreshSession gives a second tab the same successor', async () => {
    const nobody = await system.anonymous();
    const { session } = await sendWell(nobody, 'Login', { email: 'operative@sysops.example', password });
    const renewed = await sendWell(nobody, 'RefreshSession', { refreshToken: session.refreshToken });
    expect(renewed.session.refreshToken).not.toBe(session.refreshToken);
    const again = await send(nobody, 'RefreshSession', { refreshToken: session.refreshToken });
    expect(again.data?.['refreshSession'].session.refreshToken).toBe(renewed.session.refreshToken);
  });

  test('Logout ends the refresh token', async () => {
    const nobody = await system.anonymous();
    const { session } = await sendWell(nobody, 'Login', { email: 'admin@sysops.example', password });
    const response = await fetch(system.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session.accessToken}` },
      body: JSON.stringify({ query: operation('Logout') }),
    });
    expect(await response.json()).toEqual({ data: { logout: { userErrors: [] } } });
    const after = await send(nobody, 'RefreshSession', { refreshToken: session.refreshToken });
    expect(after.data?.['refreshSession'].session).toBeNull();
  });

  test('RegisterCustomer makes account and profile, once per key', async () => {
    const nobody = await system.anonymous();
    const input = newCustomer();
    const first = await sendWell(nobody, 'RegisterCustomer', { input });
    const again = await sendWell(nobody, 'RegisterCustomer', { input });
    expect(again).toEqual(first);
    const session = await openSession({ url: system.url, email: input.email, password: input.password });
    expect(await sendWell(session, 'Me')).toMatchObject({ email: input.email, roles: ['CUSTOMER'], customer: { id: first.customer.id, name: 'Grace Hopper' } });
  });

  test('Me', async () => {
    expect(await sendWell(await system.as('customer'), 'Me')).toMatchObject({ id: 'usr_000001', customer: { id: 'cus_000001', name: expect.any(String) }, expert: null });
    expect(await sendWell(await system.as('expert'), 'Me')).toMatchObject({ customer: null, expert: { id: 'exp_000001', name: expect.any(String) } });
  });
});

describe('customer', () => {
  test('MyAccount brings profile, contracts, invoices and tickets together', async () => {
    await createTicket(system);
    const { customer } = await sendWell(await system.as('customer'), 'MyAccount');
    expect(customer).toMatchObject({ id: 'cus_000001', name: expect.any(String), notificationPreferences: { channel: expect.any(String) } });
    expect(customer.contracts.edges[0].node).toMatchObject({ plan: { name: expect.any(String) }, coveredProducts: expect.arrayContaining([{ id: expect.any(String), name: expect.any(String) }]) });
    expect(customer.invoices.edges[0].node).toMatchObject({ number: expect.any(String), total: { currency: 'EUR' } });
    expect(customer.tickets.edges[0].node).toMatchObject({ number: expect.any(String), product: { name: expect.any(String) } });
  });

  test('UpdateProfile', async () => {
    const session = await system.as('customer');
    const { customer } = await sendWell(session, 'UpdateProfile', { input: { phone: '+4930555001' } });
    expect(customer).toMatchObject({ id: 'cus_000001', phone: '+4930555001' });
  });

  test('AddAddress', async () => {
    const { address } = await sendWell(await system.as('customer'), 'AddAddress', { input: { line1: 'Invalidenstraße 2', city: 'Berlin', postcode: '10115', country: 'DE' } });
    expect(address).toMatchObject({ line1: 'Invalidenstraße 2', postcode: '10115' });
  });

  test('UpdateNotificationPreferences', async () => {
    const input = { channel: 'EMAIL', quietHours: { start: '22:00', end: '06:30', timeZone: 'Europe/Berlin' } };
    const { customer } = await sendWell(await system.as('customer'), 'UpdateNotificationPreferences', { input });
    expect(customer.notificationPreferences).toEqual(input);
  });

  test('SupportPlans', async () => {
    const plans = await sendWell(await system.anonymous(), 'SupportPlans');
    expect(plans).toHaveLength(4);
    expect(plans[0]).toMatchObject({ name: expect.any(String), monthlyPrice: { amountMinor: expect.any(Number), currency: 'EUR' }, coveredProducts: expect.arrayContaining([{ id: expect.any(String), name: expect.any(String) }]) });
  });

  test('AddPaymentMethod, SubscribeToPlan and CancelContract', async () => {
    const nobody = await system.anonymous();
    const account = newCustomer();
    await sendWell(nobody, 'RegisterCustomer', { input: account });
    const session = await openSession({ url: system.url, email: account.email, password: account.password });
    const { paymentMethod } = await sendWell(session, 'AddPaymentMethod', { input: { pspToken: 'tok_visa_ok', idempotencyKey: key() } });
    expect(paymentMethod).toMatchObject({ last4: expect.stringMatching(/^\d{4}$/) });
    const [plan] = await sendWell(nobody, 'SupportPlans');
    const input = { planId: plan.id, paymentMethodId: paymentMethod.id, productIds: [plan.coveredProducts[0].id], idempotencyKey: key() };
    const first = await sendWell(session, 'SubscribeToPlan', { input });
    expect(first).toMatchObject({ contract: { status: 'ACTIVE', plan: { name: plan.name } }, invoice: { status: 'PAID' } });
    expect(await sendWell(session, 'SubscribeToPlan', { input })).toEqual(first);
    const { contract } = await sendWell(session, 'CancelContract', { contractId: first.contract.id, reason: 'Moved abroad.' });
    expect(contract).toMatchObject({ id: first.contract.id, status: 'CANCELLED', endsAt: expect.any(String) });
  });
});

describe('tickets', () => {
  test('SupportedProducts', async () => {
    const { edges } = await sendWell(await system.anonymous(), 'SupportedProducts', { first: 100 });
    expect(edges).toHaveLength(60);
    expect(edges[0].node).toMatchObject({ category: expect.any(String), requiredSkills: [{ skill: { id: expect.any(String), name: expect.any(String) }, level: expect.any(Number) }, ...edges[0].node.requiredSkills.slice(1)], visitMinutes: expect.any(Number) });
  });

  test('CreateTicket, the same ticket for the same key', async () => {
    const { productId, addressId } = await coveredProduct(system);
    const input = { productId, addressId, description: 'No picture.', idempotencyKey: key() };
    const session = await system.as('customer');
    const { ticket } = await sendWell(session, 'CreateTicket', { input });
    expect(ticket).toMatchObject({ number: expect.stringMatching(/^SYS-\d+$/), product: { id: productId, name: expect.any(String) }, customer: { id: 'cus_000001', name: expect.any(String) } });
    expect((await sendWell(session, 'CreateTicket', { input })).ticket.id).toBe(ticket.id);
  });

  test('CreateTicket by an operative on behalf of a customer', async () => {
    const { productId, addressId } = await coveredProduct(system);
    const input = { productId, addressId, description: 'Called us.', onBehalfOf: 'cus_000001', idempotencyKey: key() };
    const { ticket } = await sendWell(await system.as('operative'), 'CreateTicket', { input });
    expect(ticket.customer.id).toBe('cus_000001');
  });

  test('TicketDetail shows fields of every context', async () => {
    const { id } = await createTicket(system);
    await offered(system, id);
    const ticket = await ticketOf(await system.as('manager'), id);
    expect(ticket).toMatchObject({
      status: 'OFFERED',
      product: { name: expect.any(String), requiredSkills: expect.any(Array) },
      customer: { id: 'cus_000001', name: expect.any(String), notificationPreferences: { channel: expect.any(String) } },
      address: { postcode: expect.any(String) },
      contract: { plan: { name: expect.any(String) } },
      expert: { name: expect.any(String), skills: expect.arrayContaining([expect.objectContaining({ skill: { name: expect.any(String) } })]) },
      visit: { scheduledStart: expect.any(String) },
      sla: { respondBy: expect.any(String), arriveBy: expect.any(String), breached: false },
    });
    expect(ticket.history.edges.map(({ node }: Data) => node.sequence)).toEqual(ticket.history.edges.map((_: Data, index: number) => index + 1));
  });

  test('a customer does not see the expert before the visit is accepted', async () => {
    const { id } = await createTicket(system);
    const { expert, offerId } = await offered(system, id);
    expect(await ticketOf(await system.as('customer'), id)).toMatchObject({ expert: null, visit: null });
    await visitOf(expert, offerId);
    expect(await ticketOf(await system.as('customer'), id)).toMatchObject({ status: 'ACCEPTED', expert: { name: expect.any(String), phone: expect.any(String) }, visit: { status: 'SCHEDULED' } });
  });

  test('Tickets pages and filters', async () => {
    const session = await system.as('operative');
    const first = await sendWell(session, 'Tickets', { filter: { status: ['CLOSED'] }, first: 2 });
    const second = await sendWell(session, 'Tickets', { filter: { status: ['CLOSED'] }, first: 2, after: first.pageInfo.endCursor });
    expect(first.totalCount).toBeGreaterThan(100);
    const ids = [...first.edges, ...second.edges].map(({ node }: Data) => node.id);
    expect(new Set(ids).size).toBe(4);
    expect(first.edges[0].node).toMatchObject({ status: 'CLOSED', customer: { name: expect.any(String) } });
  });

  test('UpdateTicket', async () => {
    const { id } = await createTicket(system);
    const { ticket } = await sendWell(await system.as('customer'), 'UpdateTicket', { input: { ticketId: id, description: 'It smokes now.', priority: 'P1' } });
    expect(ticket).toMatchObject({ description: 'It smokes now.', priority: 'P1' });
  });

  test('AddComment: a customer never sees an internal one', async () => {
    const { id } = await createTicket(system);
    await sendWell(await system.as('customer'), 'AddComment', { ticketId: id, body: 'Ring twice.' });
    await sendWell(await system.as('operative'), 'AddComment', { ticketId: id, body: 'Difficult dog.', visibility: 'INTERNAL' });
    const bodies = async (who: string) => (await ticketOf(await system.as(who), id)).comments.edges.map(({ node }: Data) => node.body);
    expect(await bodies('customer')).toEqual(['Ring twice.']);
    expect(await bodies('operative')).toEqual(expect.arrayContaining(['Ring twice.', 'Difficult dog.']));
  });

  test('CancelTicket frees the expert', async () => {
    const { id } = await createTicket(system);
    const { expert } = await offered(system, id);
    const { ticket } = await sendWell(await system.as('customer'), 'CancelTicket', { ticketId: id, reason: 'Works again.' });
    expect(ticket.status).toBe('CANCELLED');
    const me = await sendWell(expert, 'MyOffers');
    expect(me.expert.offers.edges.map(({ node }: Data) => node.ticket.id)).not.toContain(id);
  });

  test('TicketChanged', async () => {
    const { id } = await createTicket(system);
    const seen: Data[] = [];
    for await (const { ticketChanged } of (await system.as('customer')).subscribe<Data>(operation('TicketChanged'), { ticketId: id })) {
      seen.push(ticketChanged);
      if (seen.length === 1) await sendWell(await system.as('operative'), 'CancelTicket', { ticketId: id, reason: 'Asked us to.' });
      if (ticketChanged.ticket.status === 'CANCELLED') break;
    }
    expect(seen[0]).toMatchObject({ cursor: expect.any(String), ticket: { id, customer: { name: expect.any(String) } } });
  });

  test('FindCustomers', async () => {
    const session = await system.as('operative');
    const { data } = await session.send<Data>('query Name { customer(id: "cus_000001") { name } }');
    const { edges } = await sendWell(session, 'FindCustomers', { search: data!['customer'].name });
    expect(edges.map(({ node }: Data) => node.id)).toContain('cus_000001');
    expect(edges.find(({ node }: Data) => node.id === 'cus_000001').node.contracts.edges[0].node.plan.name).toEqual(expect.any(String));
  });
});

describe('experts', () => {
  test('OfferReceived brings customer and product from other subgraphs, and resumes after a cursor', async () => {
    const { id } = await createTicket(system);
    const { expert } = await offered(system, id);
    const first = async (variables: Data = {}) => {
      for await (const { offerReceived } of expert.subscribe<Data>(operation('OfferReceived'), variables)) if (offerReceived.offer.ticket.id === id) return offerReceived;
      throw new Error('the subscription ended');
    };
    const event = await first();
    expect(event).toMatchObject({
      kind: 'RECEIVED',
      offer: { status: 'OFFERED', ticket: { id, customer: { name: expect.any(String), phone: expect.any(String) }, product: { name: expect.any(String) }, address: { city: expect.any(String) } }, visit: { scheduledStart: expect.any(String) } },
    });
    await sendWell(expert, 'RefuseOffer', { offerId: event.offer.id, reason: 'TOO_FAR' });
    expect(await first({ after: event.cursor })).toMatchObject({ kind: 'REFUSED', offer: { id: event.offer.id } });
  });

  test('MyOffers, RefuseOffer: the ticket goes to another expert', async () => {
    const { id } = await createTicket(system);
    const { expert, email, offerId } = await offered(system, id);
    const { offer } = await sendWell(expert, 'RefuseOffer', { offerId, reason: 'NO_SKILL', note: 'Never opened one.' });
    expect(offer.status).toBe('REFUSED');
    const next = await offered(system, id);
    expect(next.email).not.toBe(email);
  });

  test('MySchedule', async () => {
    const { id } = await createTicket(system);
    const { expert, offerId } = await offered(system, id);
    await visitOf(expert, offerId);
    const me = await sendWell(expert, 'MySchedule', { from: new Date().toISOString(), to: new Date(Date.now() + 14 * 86_400_000).toISOString() });
    expect(me.expert).toMatchObject({ skills: expect.arrayContaining([expect.objectContaining({ skill: { id: expect.any(String), name: expect.any(String) } })]), territories: expect.arrayContaining([expect.objectContaining({ kind: 'PRIMARY' })]) });
    expect(me.expert.visits.map((visit: Data) => visit['ticket'].id)).toContain(id);
  });

  test('AcceptOffer, StartTravel, ArriveOnSite, CompleteVisit, then SearchArticles, Article, SurveyByToken and SubmitSurvey', async () => {
    const { id, number } = await createTicket(system);
    const { expert, offerId } = await offered(system, id);
    const visitId = await visitOf(expert, offerId);
    expect((await sendWell(expert, 'StartTravel', { visitId })).ticket.status).toBe('EN_ROUTE');
    expect((await sendWell(expert, 'ArriveOnSite', { visitId })).visit.status).toBe('ON_SITE');
    const title = `Humming cured ${randomUUID().slice(0, 8)}`;
    const done = await sendWell(expert, 'CompleteVisit', { input: { visitId, outcome: 'FIXED', notes: 'New fuse.', publishArticle: { title, body: 'Replace the fuse.', tags: ['fuse'] } } });
    expect(done).toMatchObject({ visit: { status: 'COMPLETED', outcome: 'FIXED' }, ticket: { status: 'COMPLETED' }, article: { title } });

    const found = await eventually(() => sendWell(expert, 'SearchArticles', { search: title }), ({ edges }) => edges.length > 0);
    expect(found.edges[0].node).toMatchObject({ id: done.article.id, title, tags: ['fuse'], usefulness: { yes: 0, no: 0 } });
    expect(await sendWell(expert, 'Article', { id: done.article.id })).toMatchObject({ body: 'Replace the fuse.', author: { name: expect.any(String) }, tickets: { edges: [{ node: { id, number } }] } });

    const query = 'query Sent { notifications(recipientId: "cus_000001", first: 100) { edges { node { subject body status } } } }';
    const invited = ({ data }: { data?: Data | null }) => data!['notifications'].edges.map(({ node }: Data) => node).find(({ subject, body }: Data) => subject.includes(number) && body.includes('/survey/'));
    const manager = await system.as('manager');
    const mail = invited(await eventually(() => manager.send<Data>(query), (answer) => invited(answer)?.status === 'SENT'));
    const token = /\/survey\/([\w.-]+)/.exec(mail.body)![1]!.replace(/\.$/, '');
    const nobody = await system.anonymous();
    const invitation = await sendWell(nobody, 'SurveyByToken', { token });
    expect(invitation).toMatchObject({ status: 'SENT', ticketNumber: number });
    const answers = invitation.questions.map(({ id: questionId, kind, choices }: Data) => ({ questionId, ...(kind === 'RATING' ? { rating: 4 } : kind === 'CHOICE' ? { choice: choices[0] } : { text: 'Fine.' }) }));
    expect((await sendWell(nobody, 'SubmitSurvey', { input: { token, answers } })).invitation.status).toBe('ANSWERED');
    const again = await send(nobody, 'SubmitSurvey', { input: { token, answers } });
    expect(again.data?.['submitSurvey'].userErrors[0].code).toBe('ALREADY_ANSWERED');
    await eventually(() => ticketOf(manager, id), ({ status }) => status === 'CLOSED');
  }, 60_000);

  test('RequestTimeOff', async () => {
    const start = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const end = new Date(Date.now() + 31 * 86_400_000).toISOString();
    const { timeOff } = await sendWell(await system.as('expert'), 'RequestTimeOff', { input: { start, end, reason: 'Wedding' } });
    expect(timeOff).toMatchObject({ start, end, status: 'APPROVED' });
  });
});

describe('managers and administrators', () => {
  test('AttentionQueue', async () => {
    const { productId, addressId } = await coveredProduct(system);
    const { edges: all } = await sendWell(await system.as('customer'), 'SupportedProducts', { first: 100 });
    const { customer } = await sendWell(await system.as('customer'), 'MyAccount');
    const covered = new Set([productId, ...customer.contracts.edges.flatMap(({ node }: Data) => node.coveredProducts.map(({ id }: Data) => id))]);
    const uncovered = all.find(({ node }: Data) => !covered.has(node.id));
    const { id } = await createTicket(system, { productId: uncovered?.node.id ?? 'prd_unknown', addressId });
    const manager = await system.as('manager');
    const pages = async (): Promise<Data[]> => (await sendWell(manager, 'AttentionQueue', { first: 100 })).edges;
    const edge = (await eventually(pages, (edges) => edges.some(({ node }: Data) => node.id === id))).find(({ node }) => node.id === id)!;
    expect(edge['node']).toMatchObject({ attention: { reason: uncovered ? 'NOT_COVERED' : 'UNKNOWN_PRODUCT', summary: expect.any(String), since: expect.any(String) }, customer: { name: expect.any(String) } });
  });

  test('WhyThisExpert', async () => {
    const { id } = await createTicket(system);
    const { email } = await offered(system, id);
    const { dispatchAttempts } = await sendWell(await system.as('manager'), 'WhyThisExpert', { ticketId: id });
    expect(dispatchAttempts.edges[0].node).toMatchObject({ attempt: 1, chosen: { expert: { name: expect.any(String) }, totalPenalty: expect.any(Number) }, rejected: expect.arrayContaining([expect.objectContaining({ rule: expect.any(String) })]) });
    expect(email).toContain('@');
  });

  test('AssignTicket', async () => {
    const { id } = await createTicket(system);
    await offered(system, id);
    const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 40 * 86_400_000).toISOString();
    const payload = await sendWell(await system.as('manager'), 'AssignTicket', { input: { ticketId: id, expertId: 'exp_000001', start, reason: 'Knows the house.' } });
    expect(payload).toMatchObject({ ticket: { id, expert: { id: 'exp_000001' }, visit: { scheduledStart: start } }, overriddenRules: expect.any(Array) });
  });

  test('Reports', async () => {
    const manager = await system.as('manager');
    const { data, errors } = await send(manager, 'Reports', { from: new Date(Date.now() - 300 * 86_400_000).toISOString(), to: new Date().toISOString() });
    expect(errors).toBeUndefined();
    expect(data!['ticketReport'].opened).toBeGreaterThan(100);
    expect(data!['expertReport'].edges[0].node).toMatchObject({ expert: { name: expect.any(String) }, visits: expect.any(Number) });
    expect(data!['financialReport'].invoiced).toMatchObject({ amountMinor: expect.any(Number), currency: 'EUR' });
    expect(data!['financialReport'].invoiced.amountMinor).toBeGreaterThan(0);
  });

  test('RunBilling makes each invoice once', async () => {
    const admin = await system.as('admin');
    const now = new Date();
    const period = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
    const first = await sendWell(admin, 'RunBilling', { period });
    const second = await sendWell(admin, 'RunBilling', { period });
    expect(first.run.invoicesCreated).toBeGreaterThan(10);
    expect(second.run).toMatchObject({ invoicesCreated: 0, invoicesSkipped: first.run.invoicesCreated });
  });

  test('SaveExpert, SaveProduct and AuditLog', async () => {
    const admin = await system.as('admin');
    const { product } = await sendWell(admin, 'SaveProduct', { input: { id: 'prd_000060', visitMinutes: 75 } });
    expect(product.id).toBe('prd_000060');
    const { expert } = await sendWell(admin, 'SaveExpert', { input: { id: 'exp_000002', phone: '+4930777002' } });
    expect(expert.id).toBe('exp_000002');
    const { edges } = await sendWell(admin, 'AuditLog', { first: 5 });
    expect(edges[0].node).toMatchObject({ at: expect.any(String), action: expect.any(String) });
  });

  test('RateArticle', async () => {
    const expert = await system.as('expert');
    const { id, usefulness: before } = (await sendWell(expert, 'SearchArticles', { search: 'power' })).edges[0].node;
    const { article } = await sendWell(expert, 'RateArticle', { articleId: id, useful: true });
    expect(article.usefulness).toEqual({ yes: before.yes + 1, no: before.no });
  });
});
