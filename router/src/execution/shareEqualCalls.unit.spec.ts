import { anonymous } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import type { PlanNode } from '@apollo/query-planner';
import type { CallContext } from '../subgraphs/callContext.ts';
import type { SubgraphAnswer } from '../subgraphs/subgraphClient.ts';
import { newRun, type AskSubgraph, type SubgraphCall } from './run.ts';
import { hasEqualFetches, shareEqualCalls, sharingEqualCalls } from './shareEqualCalls.ts';

const context = (caller = anonymous): CallContext => ({ caller, requestId: 'r', deadline: new AbortController().signal });
const query: SubgraphCall = { subgraph: 'people', url: 'http://people', body: '{me}', kind: 'query' };

function counted(answer: (context: CallContext) => SubgraphAnswer) {
  let calls = 0;
  const ask = shareEqualCalls(async (_call, asking) => {
    calls += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return answer(asking);
  });
  return { ask, calls: () => calls };
}

test('equal queries of one request go out once; each gets an answer of its own, whatever the others do with theirs', async () => {
  const { ask, calls } = counted(() => ({ data: { me: { id: '1' } } }));
  const one = context();
  const answers = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const { data } = await ask(query, one);
      const seen = JSON.stringify(data);
      (data!['me'] as Record<string, unknown>)['id'] = n;
      return [seen, data];
    }),
  );
  expect(calls()).toBe(1);
  expect(answers).toEqual([1, 2, 3].map((n) => ['{"me":{"id":"1"}}', { me: { id: n } }]));
});

const fetch = (operation: string, serviceName = 'people') => ({ kind: 'Fetch', serviceName, operation, operationKind: 'query' }) as PlanNode;
const flat = (node: PlanNode) => ({ kind: 'Flatten', path: ['me'], node }) as PlanNode;
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });

test('only a plan that asks for the same more than once can have equal calls', () => {
  expect(hasEqualFetches(fetch('{me}'))).toBe(false);
  expect(hasEqualFetches(parallel(fetch('{me}'), fetch('{me}', 'tickets'), flat(fetch('{you}'))))).toBe(false);
  expect(hasEqualFetches({ kind: 'Sequence', nodes: [fetch('{me}'), parallel(flat(fetch('{me}')), fetch('{you}'))] })).toBe(true);
});

test('nobody gets what another caller was told', async () => {
  let calls = 0;
  const ask: AskSubgraph = async (_call, { caller }) => {
    calls += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { data: { me: caller.id } };
  };
  const step = sharingEqualCalls(parallel(fetch('{me}'), fetch('{me}')), (run) => Promise.all([run.ask(query, run.context), run.ask(query, run.context)]));
  const answers = await Promise.all([context(callerWith('CUSTOMER')), context(callerWith('ADMIN')), context()].map((one) => step(newRun({ variables: {}, context: one, ask, cache: undefined }))));
  expect(answers.map((some) => (some as SubgraphAnswer[]).map(({ data }) => data!['me']))).toEqual([['usr_customer', 'usr_customer'], ['usr_admin', 'usr_admin'], [null, null]]);
  expect(calls).toBe(3);
});

test.each<[string, Partial<SubgraphCall>]>([
  ['another body', { body: '{you}' }],
  ['another subgraph', { subgraph: 'tickets' }],
  ['another address', { url: 'http://other' }],
  ['a mutation', { kind: 'mutation' }],
])('%s is another call', async (_what, difference) => {
  const { ask, calls } = counted(() => ({ data: {} }));
  const one = context();
  await Promise.all([ask({ ...query, ...difference }, one), ask({ ...query, ...difference, body: `${difference.body ?? query.body} ` }, one), ask(query, one)]);
  expect(calls()).toBe(3);
});

test('what is over is asked anew; a failure reaches all who waited', async () => {
  const { ask, calls } = counted(() => ({ data: {} }));
  const one = context();
  await ask(query, one);
  await ask(query, one);
  expect(calls()).toBe(2);
  const failing = shareEqualCalls(async () => Promise.reject(new Error('no')));
  expect((await Promise.allSettled([failing(query, one), failing(query, one)])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('whoever reads an answer in another way asks for himself', async () => {
  const { ask, calls } = counted(() => ({ data: { me: null } }));
  const one = context();
  const read = (): undefined => undefined;
  await Promise.all([ask(query, one), ask({ ...query, read }, one), ask({ ...query, read }, one)]);
  expect(calls()).toBe(3);
  await Promise.all([ask({ ...query, read }, one), ask({ ...query, read }, one)]);
  expect(calls()).toBe(4);
});
