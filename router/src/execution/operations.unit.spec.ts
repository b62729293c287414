import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { anonymous } from '@sysops-squad/chassis/caller';
import { loadSupergraph } from '../supergraph/loadedSupergraph.ts';
import { createOperations, warmUp } from './operations.ts';

/** A supergraph that counts how often it plans. */
function supergraphOf(sdl: string) {
  const { supergraphSdl } = composeServices([{ name: 'people', url: 'http://people.invalid', typeDefs: parse(sdl) }]);
  const supergraph = loadSupergraph(supergraphSdl!);
  let planned = 0;
  const planner = { buildQueryPlan: (...args: Parameters<typeof supergraph.planner.buildQueryPlan>) => ((planned += 1), supergraph.planner.buildQueryPlan(...args)) };
  return { operations: createOperations({ ...supergraph, planner: planner as typeof supergraph.planner }), planned: () => planned };
}
const operation = (query: string) => ({ queryHash: query, document: parse(query), operationName: null });

const choosing = (variables: Record<string, unknown>) => ({ variables, deferring: false, overrides: [], rights: rightsOf(anonymous) });

const name = operation('query ($x: Boolean!) { me { name @include(if: $x) id } }');
const gone = operation('{ me { gone } }');

test('an operation is planned once for each way in which its conditions are decided', () => {
  const { operations, planned } = supergraphOf('type Query { me: Person } type Person { id: ID! name: String }');
  for (const x of [true, false, true, false]) operations.get(name).selection(choosing({ x, other: Math.random() }));
  expect(planned()).toBe(2);
});

test('what is in use is planned before the next supergraph takes over; what it does not allow is left out', async () => {
  const before = supergraphOf('type Query { me: Person } type Person { id: ID! name: String gone: Int }');
  for (const x of [true, false]) before.operations.get(name).selection(choosing({ x }));
  before.operations.get(gone).selection(choosing({}));
  const next = supergraphOf('type Query { me: Person } type Person { id: ID! name: String fresh: Int }');
  expect(await warmUp(next.operations, before.operations)).toBe(2);
  expect(next.planned()).toBe(2);
  for (const x of [true, false]) next.operations.get(name).selection(choosing({ x }));
  expect(next.planned()).toBe(2);
});
