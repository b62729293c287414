import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

describe('products', () => {
  it('are listed by name for anyone, with the skills that the remarks name', async () => {
    const { data, errors } = await ask('nobody', '{ products(search: "smart lock", first: 5) { edges { cursor node { id name category requiredSkills { skill { id name } level } visitMinutes active } } pageInfo { hasNextPage endCursor } } }');
    expect(errors).toBeUndefined();
    expect(data.products.edges.map(({ node }: { node: object }) => node)).toEqual([
      {
        id: expect.stringMatching(/^prd_/), name: 'Penultimate Smart Lock', category: 'Smart home', visitMinutes: 60, active: true,
        requiredSkills: [{ skill: { id: 'skl_000031', name: 'Doors and alarms' }, level: 1 }, { skill: { id: 'skl_000028', name: 'Zigbee and Thread' }, level: 2 }],
      },
    ]);
  });

  it('come page after page, each once', async () => {
    const names: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask('customer', 'query ($after: String) { products(first: 13, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } }', { after });
      names.push(...data.products.edges.map(({ node }: { node: { name: string } }) => node.name));
      ({ hasNextPage: more, endCursor: after } = data.products.pageInfo);
    }
    expect(new Set(names).size).toBe(60);
    expect(names).toHaveLength(60);
  });

  it('do not say that a product needs nobody when the remark cannot be read', async () => {
    await legacy.rest('PATCH', 'ticket_type/prd_000005', { remarks: 'Ask Peter. needs: skl_000001/1, Peter' });
    const { data, errors } = await ask('system', '{ product(id: "prd_000005") { name requiredSkills { level } } }');
    expect(errors).toBeUndefined();
    expect(data.product).toEqual({ name: expect.any(String), requiredSkills: null });
  });

  it.each([['first: 0'], ['first: 101'], ['after: "nonsense"'], [`search: "${'x '.repeat(60)}"`]])('refuse (%s)', async (args) => {
    expect(codesOf(await ask('nobody', `{ products(${args}) { edges { cursor } } }`))).toEqual(['BAD_USER_INPUT']);
  });

  it('can be referred to from other subgraphs; an unknown one is null', async () => {
    const r = ['prd_000001', 'prd_none'].map((id) => ({ __typename: 'Product', id }));
    const { data } = await ask('customer', 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id name } } }', { r });
    expect(data._entities).toEqual([{ id: 'prd_000001', name: 'HP Pavilion' }, null]);
  });
});

describe('saveProduct', () => {
  const mutation = 'mutation ($input: SaveProductInput!) { saveProduct(input: $input) { product { id name category visitMinutes active requiredSkills { skill { id name } level } } userErrors { code field } } }';
  const save = (input: object, caller: CallerName = 'admin') => ask(caller, mutation, { input });
  const complete = { name: 'Penultimate Heat Pump', category: 'Smart home', visitMinutes: 120, requiredSkills: [{ skillId: 'skl_000029', level: 2 }] };

  it('makes a new one, whose skills are read back from its remark', async () => {
    const { data } = await save(complete);
    expect(data.saveProduct).toEqual({
      product: { id: expect.stringMatching(/^prd_/), name: complete.name, category: 'Smart home', visitMinutes: 120, active: true, requiredSkills: [{ skill: { id: 'skl_000029', name: 'Heating controls' }, level: 2 }] },
      userErrors: [],
    });
    const { id } = data.saveProduct.product;
    const changed = await save({ id, active: false, requiredSkills: [] });
    expect(changed.data.saveProduct.product).toMatchObject({ id, name: complete.name, active: false, requiredSkills: [] });
    const listed = (caller: CallerName) => ask(caller, '{ products(search: "heat pump") { edges { node { id } } } }');
    expect((await listed('customer')).data.products.edges).toEqual([]);
    expect((await listed('admin')).data.products.edges).toEqual([{ node: { id } }]);
  });

  it.each([
    ['a new one without its skills', { ...complete, name: 'Other', requiredSkills: null }, 'INVALID_INPUT', 'requiredSkills'],
    ['a name that is taken', { ...complete, name: 'HP Pavilion' }, 'INVALID_INPUT', 'name'],
    ['a visit of 5 minutes', { ...complete, visitMinutes: 5 }, 'INVALID_INPUT', 'visitMinutes'],
    ['level 4', { ...complete, requiredSkills: [{ skillId: 'skl_000001', level: 4 }] }, 'INVALID_INPUT', 'requiredSkills[0].level'],
    ['an unknown skill', { ...complete, requiredSkills: [{ skillId: 'skl_none', level: 1 }] }, 'NOT_FOUND', 'requiredSkills[0].skillId'],
    ['an unknown product', { id: 'prd_none', name: 'x' }, 'NOT_FOUND', 'id'],
  ])('refuses %s', async (_, input, code, field) => {
    expect((await save(input)).data.saveProduct).toEqual({ product: null, userErrors: [{ code, field }] });
  });

  it('is for ADMIN alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'system'] as const) expect(codesOf(await save({ id: 'prd_000001', active: false }, caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await save({ id: 'prd_000001', active: false }, 'nobody'))).toEqual(['UNAUTHENTICATED']);
  });
});
