import { isDeepStrictEqual } from 'node:util';
import { bothExecutors } from './testing/bothExecutors.ts';
import { deferSomewhere } from './testing/deferSomewhere.ts';
import { fixtures } from './testing/fixtures.ts';
import { randomOperation } from './testing/randomOperations.ts';

const operations = Number(process.env['EXECUTOR_OPERATIONS'] ?? 10);

jest.setTimeout(120_000);

test.each(Object.entries(fixtures))('%s: what comes in parts is what comes at once', async (_name, sdls) => {
  const both = await bothExecutors(sdls);
  let inParts = 0;
  for (let seed = 2_000; seed < 2_000 + operations; seed += 1) {
    const { query, variables } = randomOperation(both.apiSchema, seed, { kind: 'query', depth: 3 });
    const deferred = deferSomewhere(query, seed);
    const { data } = await both.asOne(query, variables);
    const { answer, parts } = await both.inParts(deferred, variables);
    if (!isDeepStrictEqual(answer.data, data)) expect({ seed, deferred, variables, data: answer.data }).toEqual({ seed, deferred, variables, data });
    inParts += parts > 0 ? 1 : 0;
  }
  expect(inParts).toBeGreaterThan(operations / 10);
});
