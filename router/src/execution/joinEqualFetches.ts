import type { FetchNode, FlattenNode, PlanNode } from '@apollo/query-planner';
import type { PlanPath } from './places.ts';

/** The same fetch for objects at several paths. */
type JoinedFetch = { kind: 'Joined'; paths: readonly PlanPath[]; node: FetchNode };
export type JoinedNode = PlanNode | JoinedFetch | { kind: 'Sequence'; nodes: JoinedNode[] };
/** A fetch of entities that may share its call with others. */
export type EntityStep = (FlattenNode & { node: FetchNode }) | JoinedFetch;

/** Of branches that run at the same time and begin with the same fetch at different places: one call, then each branch's rest. */
export function joinEqualFetches(branches: readonly PlanNode[]): JoinedNode[] {
  const alike = new Map<string, PlanNode[]>();
  branches.forEach((branch, index) => {
    const key = shapeOf(stepsOf(branch)[0]) ?? `unlike any other ${index}`;
    alike.set(key, [...(alike.get(key) ?? []), branch]);
  });
  return [...alike.values()].map((group) => (group.length === 1 ? group[0]! : join(group)));
}

export function stepsOf(node: PlanNode): PlanNode[];
export function stepsOf(node: JoinedNode): JoinedNode[];
export function stepsOf(node: JoinedNode): JoinedNode[] {
  return node.kind === 'Sequence' ? node.nodes : [node];
}

/** Equal for fetches that ask the same; undefined for what is not joined, such as a fetch on which deferred parts wait. */
function shapeOf(node: PlanNode | undefined): string | undefined {
  if (!node || !isEntityStep(node) || node.node.id !== undefined) return undefined;
  const { serviceName, operation, operationName, requires, inputRewrites, outputRewrites } = node.node;
  return JSON.stringify([serviceName, operation, operationName, requires, inputRewrites, outputRewrites]);
}

export function isEntityStep(node: JoinedNode): node is EntityStep {
  if (node.kind === 'Joined') return true;
  return node.kind === 'Flatten' && node.node.kind === 'Fetch' && node.node.requires !== undefined && node.node.operationKind === 'query';
}

function join(branches: readonly PlanNode[]): JoinedNode {
  const firsts = branches.map((branch) => stepsOf(branch)[0] as Extract<EntityStep, { kind: 'Flatten' }>);
  const joined: JoinedFetch = { kind: 'Joined', paths: firsts.map(({ path }) => path), node: firsts[0]!.node };
  const rests = branches.flatMap((branch): PlanNode[] => {
    const nodes = stepsOf(branch).slice(1);
    return nodes.length === 0 ? [] : [{ kind: 'Sequence', nodes }];
  });
  return rests.length === 0 ? joined : { kind: 'Sequence', nodes: [joined, { kind: 'Parallel', nodes: rests }] };
}
