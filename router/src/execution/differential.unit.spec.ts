import { bothExecutors, type Answer, type BothExecutors } from './testing/bothExecutors.ts';
import { fixtures } from './testing/fixtures.ts';
import { randomOperation, type Wishes } from './testing/randomOperations.ts';
import { difference } from './testing/sameAnswer.ts';

const worlds = { whole: {}, 'with nulls': { nulls: 0.15 }, 'with errors': { nulls: 0.05, errors: 0.06 } };
const operations = Number(process.env['EXECUTOR_OPERATIONS'] ?? 10);
/** What the gateway is not asked, for it answers wrongly; there one service is the only oracle. */
const notForGateway: Record<string, Wishes | 'anything'> = {
  // it forgets the type of an interface object whose name is asked for
  'interface objects': { typenames: false },
  // where a field is skipped that requires others, it drops fields beside it that require others
  'requirements, provided and shared fields': { conditions: false },
  // it sends invalid queries for a field that the client and a @requires ask for with different arguments
  'requirements with arguments': 'anything',
};

jest.setTimeout(120_000);

describe.each(Object.entries(fixtures))('%s', (name, sdls) => {
  const wishes = notForGateway[name] ?? {};
  if (wishes !== 'anything') test.each(Object.entries(worlds))('%s: random operations are answered as the gateway answers them', async (_world, world) => {
    const both = await bothExecutors(sdls, world);
    let answered = 0;
    for (let seed = 0; seed < operations; seed += 1) {
      const operation = operationOf(both, seed, wishes);
      const gateway = await both.gateway(operation.query, operation.variables);
      const found = difference(gateway, await both.ours(operation.query, operation.variables));
      expect(found && { seed, ...operation, ...found }).toBeUndefined();
      answered += gateway.data ? 1 : 0;
    }
    expect(answered).toBeGreaterThan(operations / 4);
  });

  test.each(Object.entries(worlds).slice(0, 2))('%s: random operations are answered as one service would', async (_world, world) => {
    const both = await bothExecutors(sdls, world);
    for (let seed = 1_000; seed < 1_000 + operations; seed += 1) {
      const { query, variables } = operationOf(both, seed);
      const text = ({ data }: Answer) => JSON.stringify(data);
      expect({ seed, query, variables, data: text(await both.ours(query, variables)) }).toEqual({ seed, query, variables, data: text(await both.asOne(query, variables)) });
    }
  });
});

function operationOf({ apiSchema }: BothExecutors, seed: number, wishes: Wishes = {}) {
  const kind = apiSchema.getMutationType() && seed % 4 === 3 ? 'mutation' : 'query';
  return randomOperation(apiSchema, seed, { kind, ...wishes });
}
