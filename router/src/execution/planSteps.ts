import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { callForEntities } from './callForEntities.ts';
import { awaited, withDeferred } from './deferredSteps.ts';
import { compileEntityFetch } from './entityFetch.ts';
import { compileRootFetch } from './fetch.ts';
import type { PlanPath } from './places.ts';
import { isEntityStep, joinEqualFetches, stepsOf, type EntityStep, type JoinedNode } from './joinEqualFetches.ts';
import type { PlanParts, Step } from './run.ts';
import { sharingEqualCalls } from './shareEqualCalls.ts';

/** Turns a query plan into functions, once: every place is a path from the root of the data. */
export function compilePlan(plan: PlanNode, parts: PlanParts): Step {
  const compile = (node: JoinedNode, places: readonly PlanPath[]): Step => {
    switch (node.kind) {
      case 'Fetch':
        return withIds([node], node.requires ? callForEntities([compileEntityFetch(node, places, parts)], parts) : compileRootFetch(node, places, parts).step);
      case 'Flatten':
        return compile(node.node, within(places, [node.path]));
      case 'Joined':
        return compile(node.node, within(places, node.paths));
      case 'Sequence':
        return inSequence(node.nodes.map((one) => compile(one, places)));
      case 'Parallel':
        return inParallel([...Map.groupBy(joinEqualFetches(node.nodes), subgraphAsked).values()].map((branches) => compileTogether(branches, places)));
      case 'Condition':
        throw new Error('conditions are decided before an operation is planned');
      case 'Defer':
        return withDeferred(
          node.primary.node && compile(node.primary.node, places),
          node.deferred.map(({ label, depends, node: later }) => ({ label, dependsOn: depends.map(({ id }) => id), step: later && compile(later, places) })),
        );
    }
  };
  /** Branches that begin with entities of the same subgraph: one call, then each branch's rest. */
  const compileTogether = (branches: readonly JoinedNode[], places: readonly PlanPath[]): Step => {
    if (branches.length === 1) return compile(branches[0]!, places);
    const firsts = branches.map((branch) => stepsOf(branch)[0] as EntityStep);
    const call = withIds(firsts.map(({ node }) => node), callForEntities(firsts.map((first) => compileEntityFetch(first.node, within(places, pathsOf(first)), parts)), parts));
    const rests = branches.flatMap((branch): JoinedNode[] => (stepsOf(branch).length > 1 ? [{ kind: 'Sequence', nodes: stepsOf(branch).slice(1) }] : []));
    return rests.length === 0 ? call : inSequence([call, inParallel(rests.map((rest) => compile(rest, places)))]);
  };
  return sharingEqualCalls(plan, compile(plan, [[]]));
}

const within = (places: readonly PlanPath[], paths: readonly PlanPath[]): PlanPath[] => places.flatMap((place) => paths.map((path) => [...place, ...path]));

/** The planner gives an id to fetches on which deferred parts wait. */
function withIds(nodes: readonly FetchNode[], step: Step): Step {
  const ids = nodes.flatMap(({ id }) => id ?? []);
  return ids.length === 0 ? step : awaited(step, ids);
}

const pathsOf = (step: EntityStep): readonly PlanPath[] => (step.kind === 'Joined' ? step.paths : [step.path]);

/** Equal for branches that begin with a call that they can share. */
function subgraphAsked(branch: JoinedNode): unknown {
  const first = stepsOf(branch)[0];
  return first && isEntityStep(first) ? first.node.serviceName : branch;
}

export const inSequence = (steps: readonly Step[]): Step => async (run) => {
  for (const step of steps) {
    const done = step(run);
    if (done) await done;
  }
};

const inParallel = (steps: readonly Step[]): Step => (run) => Promise.all(steps.map((step) => step(run)));
