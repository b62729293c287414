import type { FetchNode } from '@apollo/query-planner';
import { cachedFetch, type CachedFetch } from '../cache/cachedFetch.ts';
import type { SubgraphAnswer, SubgraphError } from '../subgraphs/subgraphClient.ts';
import { compileRewrites } from './dataRewrites.ts';
import { compileErrorPath } from './fetch.ts';
import { isObject, type JsonObject, type ResponsePath } from './jsonValue.ts';
import { mergeAnswer } from './mergeAnswer.ts';
import { commonPath, objectsAt, pathsOf, type PlanPath } from './places.ts';
import { compileRepresentation } from './representation.ts';
import type { PlanParts, Run } from './run.ts';
import { errorOf, unfitAnswer } from './subgraphErrors.ts';

/** Representations as JSON, equal ones once; by representation, all the objects that it stands for. */
export type Entities = { representations: readonly string[]; objects: readonly JsonObject[][] };

/** Adds fields to objects that are known already. */
export type EntityFetch = {
  node: FetchNode;
  cached: CachedFetch;
  gather: (run: Run) => Entities;
  /** `answer.data` is the list of entities, in the order of the representations. */
  receive: (run: Run, entities: Entities, answer: Omit<SubgraphAnswer, 'data'> & { data: unknown }) => void;
};

export function compileEntityFetch(node: FetchNode, paths: readonly PlanPath[], { meets, supergraph, copying }: PlanParts): EntityFetch {
  copying?.add(node, paths);
  const represent = compileRepresentation(node.requires!, meets, compileRewrites(node.inputRewrites, meets));
  const rewriteOutput = compileRewrites(node.outputRewrites, meets);
  const pathOf = compileErrorPath(node);

  const gather = (run: Run): Entities => {
    const positions = new Map<string, JsonObject[]>();
    for (const object of objectsAt(run.data, paths)) {
      const text = represent(object);
      if (text === null) continue;
      const same = positions.get(text);
      if (same) same.push(object);
      else positions.set(text, [object]);
    }
    return { representations: [...positions.keys()], objects: [...positions.values()] };
  };
  const receive: EntityFetch['receive'] = (run, { objects }, { data, errors }) => {
    if (errors?.length) reportErrors(run, objects, errors);
    if (Array.isArray(data) && data.length === objects.length) return objects.forEach((same, index) => add(same, data[index]));
    if (data !== undefined && !errors?.length) run.errors.push(unfitAnswer(node.serviceName, `Expected ${objects.length} entities`));
  };
  const add = (objects: readonly JsonObject[], entity: unknown): void => {
    if (!isObject(entity)) return;
    entity['__typename'] ??= objects[0]!['__typename'];
    rewriteOutput?.(entity);
    objects.forEach((object, index) => {
      const known = object['__typename'];
      mergeAnswer(object, entity, index < objects.length - 1);
      // the subgraph of an interface object knows no more of a type than its interface
      if (meets(String(object['__typename']), known)) object['__typename'] = known;
    });
  };
  const reportErrors = (run: Run, objects: Entities['objects'], errors: readonly SubgraphError[]): void => {
    const places = pathsOf(run.data, paths);
    for (const error of errors) {
      for (const path of placesOf(error, objects, places)) run.errors.push(errorOf(error, node.serviceName, path));
    }
  };
  const placesOf = ({ path }: SubgraphError, objects: Entities['objects'], places: ReadonlyMap<JsonObject, ResponsePath>): (ResponsePath | undefined)[] => {
    if (!path) return [undefined];
    const placed = (some: readonly JsonObject[]): ResponsePath[] => some.map((object) => places.get(object)).filter((place) => place !== undefined);
    const concerned = typeof path[1] === 'number' ? objects[path[1]] : undefined;
    if (!concerned) return [commonPath(placed(objects.flat()))];
    return placed(concerned).map((place) => [...place, ...pathOf(path.slice(2))]);
  };
  return { node, cached: cachedFetch(node, supergraph), gather, receive };
}
