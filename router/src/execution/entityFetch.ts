import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { SubgraphAnswer, SubgraphError } from '../subgraphs/subgraphClient.ts';
import { compileRewrites } from './dataRewrites.ts';
import { askAndReceive, callOf, compileBody, compileErrorPath } from './fetch.ts';
import { isObject, type JsonObject, type ResponsePath } from './jsonValue.ts';
import { copyOf, mergeAnswer } from './mergeAnswer.ts';
import { commonPath, objectsAt, pathsOf, type PlanPath } from './places.ts';
import { compileRepresentation } from './representation.ts';
import type { PlanParts, Run, Step } from './run.ts';
import { errorOf, unfitAnswer } from './subgraphErrors.ts';

/** Equal representations are asked for once; each has all the objects that it stands for. */
type Entities = { text: string; objects: JsonObject[][] };

/** A fetch that adds fields to objects that are known already, by their representations. */
export function compileEntityFetch(node: FetchNode, paths: readonly PlanPath[], { meets, urls }: PlanParts): Step {
  if (node.variableUsages?.includes('representations')) throw new GraphQLError('No variable may be called representations: choose another name.', { extensions: { code: 'BAD_USER_INPUT' } });
  const call = callOf(node, urls);
  const bodyOf = compileBody(node);
  const represent = compileRepresentation(node.requires!, meets);
  const rewriteInput = compileRewrites(node.inputRewrites, meets);
  const rewriteOutput = compileRewrites(node.outputRewrites, meets);
  const pathOf = compileErrorPath(node);

  const gather = (run: Run): Entities => {
    const positions = new Map<string, JsonObject[]>();
    for (const object of objectsAt(run.data, paths)) {
      const representation = represent(object);
      if (!representation?.['__typename']) continue;
      rewriteInput?.(representation);
      const text = JSON.stringify(representation);
      const same = positions.get(text);
      if (same) same.push(object);
      else positions.set(text, [object]);
    }
    return { text: `[${[...positions.keys()].join(',')}]`, objects: [...positions.values()] };
  };
  const receive = (run: Run, { objects }: Entities, { data, errors }: SubgraphAnswer): void => {
    if (errors) reportErrors(run, objects, errors);
    if (!data) return;
    const answered = data['_entities'];
    if (Array.isArray(answered) && answered.length === objects.length) return objects.forEach((same, index) => add(same, answered[index]));
    if (!errors) run.errors.push(unfitAnswer(node.serviceName, `Expected "data._entities" to contain ${objects.length} elements`));
  };
  const add = (objects: readonly JsonObject[], entity: unknown): void => {
    if (!isObject(entity)) return;
    entity['__typename'] ??= objects[0]!['__typename'];
    rewriteOutput?.(entity);
    objects.forEach((object, index) => {
      const known = object['__typename'];
      mergeAnswer(object, index === 0 ? entity : copyOf(entity));
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
    const concerned = typeof path[1] === 'number' ? objects[path[1]] : undefined;
    if (!concerned) return [commonPath(objects.flat().map((object) => places.get(object)!))];
    return concerned.map((object) => [...places.get(object)!, ...pathOf(path.slice(2))]);
  };
  return (run) => {
    const entities = gather(run);
    if (entities.objects.length === 0) return undefined;
    return askAndReceive(run, { ...call, body: bodyOf(run, entities.text) }, (answer) => receive(run, entities, answer));
  };
}
