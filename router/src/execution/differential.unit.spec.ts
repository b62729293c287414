import { bothExecutors, type Answer, type BothExecutors } from './testing/bothExecutors.ts';
import { fixtures } from './testing/fixtures.ts';
import { randomOperation } from './testing/randomOperations.ts';
import { difference } from './testing/sameAnswer.ts';

const worlds = { whole: {}, 'with nulls': { nulls: 0.15 }, 'with errors': { nulls: 0.05, errors: 0.06 } };
const operations = Number(process.env['EXECUTOR_OPERATIONS'] ?? 10);
/** The gateway loses the type of an interface object whose name is asked for: here only graphql-js is asked. */
const gatewayErrs = new Set(['interface objects']);
/** One service has no @requires. */
const needsGateway = new Set(['requirements, provided and shared fields']);

jest.setTimeout(120_000);

describe.each(Object.entries(fixtures))('%s', (name, sdls) => {
  test.each(Object.entries(worlds))('%s: random operations are answered as the gateway answers them', async (_world, world) => {
    const both = await bothExecutors(sdls, world);
    let answered = 0;
    for (let seed = 0; seed < operations; seed += 1) {
      const operation = operationOf(both, seed, !gatewayErrs.has(name));
      const gateway = await both.gateway(operation.query, operation.variables);
      const found = difference(gateway, await both.ours(operation.query, operation.variables));
      expect(found && { seed, ...operation, ...found }).toBeUndefined();
      answered += gateway.data ? 1 : 0;
    }
    expect(answered).toBeGreaterThan(operations / 4);
    await both.stop();
  });

  if (needsGateway.has(name)) return;
  test.each(Object.entries(worlds).slice(0, 2))('%s: random operations are answered as one service would', async (_world, world) => {
    const both = await bothExecutors(sdls, world);
    for (let seed = 1_000; seed < 1_000 + operations; seed += 1) {
      const { query, variables } = operationOf(both, seed, true);
      const text = ({ data }: Answer) => (query.includes('@') ? data : JSON.stringify(data));
      expect({ seed, query, variables, data: text(await both.ours(query, variables)) }).toEqual({ seed, query, variables, data: text(await both.asOne(query, variables)) });
    }
    await both.stop();
  });
});

function operationOf({ apiSchema }: BothExecutors, seed: number, typenames: boolean) {
  const kind = apiSchema.getMutationType() && seed % 4 === 3 ? 'mutation' : 'query';
  return randomOperation(apiSchema, seed, { kind, typenames });
}
