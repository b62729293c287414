import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print, separateOperations, type OperationDefinitionNode } from 'graphql';
import { bothExecutors, type BothExecutors } from './testing/bothExecutors.ts';
import { randomOperation, variablesOf } from './testing/randomOperations.ts';
import { difference } from './testing/sameAnswer.ts';

const root = join(import.meta.dirname, '../../..');
const subgraphs = ['auth', 'customer', 'payment', 'ticket', 'legacy'];
const sdls = Object.fromEntries(subgraphs.map((name) => [name, readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8')]));
const stored = readdirSync(join(root, 'operations')).flatMap((file) => {
  const separate = Object.entries(separateOperations(parse(readFileSync(join(root, 'operations', file), 'utf8'))));
  return separate.flatMap(([name, document]) => {
    const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)!;
    return operation.operation === 'subscription' ? [] : [{ name, operation, query: print(document) }];
  });
});

const worlds = { whole: {}, 'with nulls': { nulls: 0.1 }, 'with errors': { nulls: 0.03, errors: 0.03 } };

jest.setTimeout(120_000);

describe.each(Object.entries(worlds))('a world %s', (_name, world) => {
  let both: BothExecutors;
  beforeAll(async () => {
    both = await bothExecutors(sdls, world);
  });

  const compare = async (query: string, variables: Record<string, unknown>): Promise<void> => {
    const found = difference(await both.gateway(query, variables), await both.ours(query, variables));
    expect(found && { query, variables, ...found }).toBeUndefined();
  };

  test.each(stored)('$name', async ({ query, operation }) => {
    for (let seed = 0; seed < 3; seed += 1) await compare(query, variablesOf(both.apiSchema, operation, seed));
  });

  test('parts of most answers were copied', () => expect(both.copied()).toBeGreaterThan(stored.length));

  test('random operations', async () => {
    for (let seed = 0; seed < Number(process.env['EXECUTOR_OPERATIONS'] ?? 10); seed += 1) {
      const { query, variables } = randomOperation(both.apiSchema, seed, { kind: seed % 3 === 2 ? 'mutation' : 'query', depth: 3 });
      await compare(query, variables);
    }
  });
});
