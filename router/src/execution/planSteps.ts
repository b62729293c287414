import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { compileEntityFetch } from './entityFetch.ts';
import { compileRootFetch } from './fetch.ts';
import type { PlanPath } from './places.ts';
import { joinEqualFetches, type JoinedNode } from './joinEqualFetches.ts';
import type { PlanParts, Step } from './run.ts';

/** Turns a query plan into functions, once: every place is a path from the root of the data. */
export function compilePlan(plan: PlanNode, parts: PlanParts): Step {
  const compileFetch = (node: FetchNode, places: readonly PlanPath[]): Step =>
    node.requires ? compileEntityFetch(node, places, parts) : compileRootFetch(node, places, parts).step;

  const compile = (node: JoinedNode, places: readonly PlanPath[]): Step => {
    switch (node.kind) {
      case 'Fetch':
        return compileFetch(node, places);
      case 'Flatten':
        return compile(node.node, places.map((place) => [...place, ...node.path]));
      case 'Joined':
        return compile(node.node, places.flatMap((place) => node.paths.map((path) => [...place, ...path])));
      case 'Sequence':
        return inSequence(node.nodes.map((one) => compile(one, places)));
      case 'Parallel':
        return inParallel(joinEqualFetches(node.nodes).map((one) => compile(one, places)));
      case 'Condition':
        throw new Error('conditions are decided before an operation is planned');
      case 'Defer':
        throw new Error('@defer is not supported');
    }
  };
  return compile(plan, [[]]);
}

export const inSequence = (steps: readonly Step[]): Step => async (run) => {
  for (const step of steps) await step(run);
};

const inParallel = (steps: readonly Step[]): Step => (run) => Promise.all(steps.map((step) => step(run)));
