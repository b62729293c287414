import { callers, runningLegacy } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());

const conflict = [{ code: 'CONFLICT', field: 'expectedVersion' }];
const saves = [
  ['saveExpert', 'SaveExpertInput', 'expert', 'exp_000003', 'name', ['Ada', 'Bob', 'Cy']],
  ['saveProduct', 'SaveProductInput', 'product', 'prd_000002', 'category', ['Phones', 'Tablets', 'Watches']],
] as const;

describe.each(saves)('%s', (save, input, what, id, field, [first, second, third]) => {
  const send = async (more: object) =>
    (await legacy.ask(callers.admin, `mutation ($input: ${input}!) { ${save}(input: $input) { ${what} { id ${field} version } userErrors { code field } } }`, { input: { id, ...more } })).data[save];

  test('is refused to an editor who has not seen the last save, with what is there now', async () => {
    expect(await send({ [field]: first, expectedVersion: 1 })).toEqual({ [what]: { id, [field]: first, version: 2 }, userErrors: [] });
    expect(await send({ [field]: second, expectedVersion: 1 })).toEqual({ [what]: { id, [field]: first, version: 2 }, userErrors: conflict });
    expect(await send({ [field]: third })).toEqual({ [what]: { id, [field]: third, version: 3 }, userErrors: [] });
  });

  test('of ten at the same moment that name one version, one is made', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => send({ [field]: `name ${n}`, expectedVersion: 3 })));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(answers.filter(({ userErrors }) => userErrors[0]?.code === 'CONFLICT')).toHaveLength(9);
  });
});
