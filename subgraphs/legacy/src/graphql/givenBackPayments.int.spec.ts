import { callers, codesOf, runningLegacy, TODAY, type CallerName } from '../testing/runningLegacy.ts';

/** What payment has taken over, and what comes back when it is taken off supergraph.yaml. */
let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

describe('supportPlans', () => {
  it('are shown to anyone, cheapest first', async () => {
    const { data, errors } = await ask('nobody', '{ supportPlans { id name description monthlyPrice { amountMinor currency } coveredProducts { id name } responseTarget } }');
    expect(errors).toBeUndefined();
    expect(data.supportPlans.map(({ name }: { name: string }) => name)).toEqual(['Basic', 'Home', 'Plus', 'Business']);
    expect(data.supportPlans[0]).toMatchObject({ id: 'plan_000001', monthlyPrice: { amountMinor: 499, currency: 'EUR' }, responseTarget: expect.stringMatching(/^PT\d+M$/) });
    expect(data.supportPlans[2].coveredProducts).toHaveLength(60);
  });
});

describe('contracts, invoices and payment methods', () => {
  const query = `{ customer(id: "cus_000001") {
    contracts(first: 10) { edges { node { id status plan { id name } customer { id } coveredProducts { id } startsAt endsAt } } pageInfo { hasNextPage } }
    invoices(first: 10) { edges { node { id number period { start end } total { amountMinor currency } status payments { id status paidAt } } } }
    paymentMethods { id brand last4 expiresAt } } }`;

  it('are shown to the customer, MANAGER and ADMIN', async () => {
    for (const caller of ['customer', 'manager', 'admin'] as const) {
      const { data, errors } = await ask(caller, query);
      expect(errors).toBeUndefined();
      expect(data.customer.contracts.edges[0].node).toMatchObject({ id: 'con_000001', status: 'ACTIVE', plan: { id: 'plan_000003', name: 'Plus' }, customer: { id: 'cus_000001' }, endsAt: null });
      const [invoice] = data.customer.invoices.edges;
      expect(invoice.node).toMatchObject({ total: { amountMinor: 1999, currency: 'EUR' }, payments: [{ id: expect.stringMatching(/^pay_/) }] });
      const [start, end] = [new Date(invoice.node.period.start), new Date(invoice.node.period.end)];
      expect([start.getUTCDate(), end.getUTCMonth(), new Date(end.getTime() + 86_400_000).getUTCDate()]).toEqual([1, start.getUTCMonth(), 1]);
      expect(data.customer.paymentMethods).toEqual([{ id: 'pm_000001', brand: expect.any(String), last4: expect.stringMatching(/^\d{4}$/), expiresAt: expect.any(String) }]);
    }
  });

  it('show an operative the contracts, and nothing about payment', async () => {
    expect((await ask('operative', '{ customer(id: "cus_000001") { contracts { edges { node { status } } } } }')).errors).toBeUndefined();
    for (const field of ['invoices { edges { cursor } }', 'paymentMethods { id }']) expect(codesOf(await ask('operative', `{ customer(id: "cus_000001") { ${field} } }`))).toEqual(['FORBIDDEN']);
    const reference = '{ _entities(representations: [{ __typename: "Invoice", id: "inv_000001" }]) { ... on Invoice { number } } }';
    expect(codesOf(await ask('operative', reference))).toEqual(['FORBIDDEN']);
    expect((await ask('customer', reference)).data._entities[0].number).toMatch(/^INV-/);
  });
});

describe('subscribeToPlan', () => {
  const mutation = 'mutation ($input: SubscribeToPlanInput!) { subscribeToPlan(input: $input) { contract { id status plan { name } coveredProducts { id } startsAt } invoice { id } userErrors { code field } } }';
  const input = { planId: 'plan_000001', paymentMethodId: 'pm_000001', productIds: ['prd_000011', 'prd_000012'], idempotencyKey: 'subscribe-1' };
  const subscribe = (change = {}, caller: CallerName = 'customer') => ask(caller, mutation, { input: { ...input, ...change } });

  it('makes one contract, however often it is repeated', async () => {
    const answers = await Promise.all([subscribe(), subscribe(), subscribe()]);
    const [first] = answers;
    expect(first!.data.subscribeToPlan).toMatchObject({ contract: { status: 'ACTIVE', plan: { name: 'Basic' }, coveredProducts: [{ id: 'prd_000011' }, { id: 'prd_000012' }] }, userErrors: [] });
    for (const { data } of [...answers, await subscribe()]) expect(data).toEqual(first!.data);
    expect(await legacy.monolith.rows(`SELECT count(*)::int AS n FROM contract WHERE customer_id = 'cus_000001' AND plan_code = 'BASIC'`)).toEqual([{ n: 1 }]);
  });

  it.each([
    ['NOT_FOUND', 'planId', { planId: 'plan_none' }],
    ['NOT_FOUND', 'paymentMethodId', { paymentMethodId: 'pm_000002' }],
    ['PRODUCT_NOT_COVERED', 'productIds[1]', { productIds: ['prd_000011', 'prd_000001'] }],
    ['INVALID_INPUT', 'productIds', { productIds: [] }],
  ])('refuses with %s at %s', async (code, field, change) => {
    expect((await subscribe({ ...change, idempotencyKey: 'subscribe-2' })).data.subscribeToPlan).toEqual({ contract: null, invoice: null, userErrors: [{ code, field }] });
  });

  it('is for CUSTOMER alone; payment methods cannot be added', async () => {
    for (const caller of ['operative', 'expert', 'manager', 'admin', 'system'] as const) expect(codesOf(await subscribe({}, caller))).toEqual(['FORBIDDEN']);
    const add = (pspToken: string) => ask('customer', 'mutation ($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) { userErrors { code } } }', { input: { pspToken, idempotencyKey: 'method-1' } });
    expect((await add('tok_visa')).data.addPaymentMethod.userErrors).toEqual([{ code: 'UNSUPPORTED_BY_MONOLITH' }]);
    expect((await add('4111 1111 1111 1111')).data.addPaymentMethod.userErrors).toEqual([{ code: 'CARD_NUMBER_REFUSED' }]);
  });
});

describe('cancelContract', () => {
  const cancel = (contractId: string, caller: CallerName = 'customer', reason = 'Too dear.') =>
    ask(caller, 'mutation ($input: CancelContractInput!) { cancelContract(input: $input) { contract { id status endsAt } userErrors { code field } } }', { input: { contractId, reason } });

  it('lets it run to the end of the month, once', async () => {
    const { data } = await cancel('con_000001');
    const endsAt = new Date(data.cancelContract.contract.endsAt);
    expect(data.cancelContract).toMatchObject({ contract: { id: 'con_000001', status: 'CANCELLED' }, userErrors: [] });
    expect([endsAt.getUTCDate(), endsAt > new Date()]).toEqual([1, true]);
    expect((await cancel('con_000001')).data.cancelContract.userErrors).toEqual([{ code: 'ALREADY_CANCELLED', field: null }]);
  });

  it('knows nothing of somebody else’s contract', async () => {
    expect((await cancel('con_000002')).data.cancelContract).toEqual({ contract: null, userErrors: [{ code: 'NOT_FOUND', field: 'contractId' }] });
    expect((await cancel('con_000002', 'customer', ' ')).data.cancelContract.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'reason' }]);
    for (const caller of ['operative', 'expert', 'manager'] as const) expect(codesOf(await cancel('con_000002', caller))).toEqual(['FORBIDDEN']);
    expect(await legacy.monolith.rows(`SELECT status FROM contract WHERE id = 'con_000002'`)).toEqual([{ status: 'ACTIVE' }]);
  });
});

describe('runBilling and financialReport', () => {
  const run = (caller: CallerName = 'admin') => ask(caller, 'mutation ($input: RunBillingInput!) { runBilling(input: $input) { run { id period invoicesCreated invoicesSkipped failures { reason } } userErrors { code } } }', { input: { period: TODAY } });

  it('invoices each contract once a month', async () => {
    const first = (await run()).data.runBilling.run;
    expect(first).toMatchObject({ period: `${TODAY.slice(0, 7)}-01`, failures: [] });
    expect(first.invoicesCreated).toBeGreaterThan(0);
    expect((await run()).data.runBilling.run).toMatchObject({ invoicesCreated: 0, invoicesSkipped: first.invoicesCreated + first.invoicesSkipped });
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'system'] as const) expect(codesOf(await run(caller))).toEqual(['FORBIDDEN']);
  });

  it('adds the money up', async () => {
    const report = (caller: CallerName, from: string, to: string) =>
      ask(caller, 'query ($from: DateTime!, $to: DateTime!) { financialReport(from: $from, to: $to) { monthlyRecurringRevenue { amountMinor currency } invoiced { amountMinor } paid { amountMinor } outstanding { amountMinor } } }', { from, to });
    const [from, to] = [new Date(Date.now() - 100 * 86_400_000).toISOString(), new Date(Date.now() + 86_400_000).toISOString()];
    const { data } = await report('manager', from, to);
    const [sums] = await legacy.monolith.rows(`SELECT sum(amount_cents)::int AS invoiced, sum(amount_cents) FILTER (WHERE status = 'OPEN')::int AS open FROM billing WHERE issued_at >= $1`, [from]);
    expect(data.financialReport).toMatchObject({ monthlyRecurringRevenue: { currency: 'EUR' }, invoiced: { amountMinor: sums!['invoiced'] }, outstanding: { amountMinor: sums!['open'] } });
    expect(codesOf(await report('manager', to, from))).toEqual(['BAD_USER_INPUT']);
    for (const caller of ['customer', 'operative', 'expert', 'system'] as const) expect(codesOf(await report(caller, from, to))).toEqual(['FORBIDDEN']);
  });
});
