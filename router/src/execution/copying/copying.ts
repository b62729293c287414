import { isDeepStrictEqual } from 'node:util';
import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import type { PlanPath } from '../places.ts';
import type { DataKey } from '../planningDocuments.ts';
import type { Selecting } from '../selectedFields.ts';
import { compileReader, type AnswerReader } from './answerReader.ts';
import { shapeOf, type Shape } from './answerShape.ts';
import { addFetch, newPlace } from './supplies.ts';
import { selectedOf, type Selected } from './selected.ts';

/** Which of the texts that subgraphs send may stand in the answer as they are. */
export type Copying = {
  /** To be told of every fetch of the operation before any reader is asked for. */
  add: (fetch: FetchNode, paths: readonly PlanPath[]) => void;
  /** Reads an answer with the fields of a fetch. Undefined: there is nothing to copy in it. */
  rootReader: (fetch: FetchNode) => AnswerReader | undefined;
  /** Reads an answer with the entities of fetches, by their keys. */
  entitiesReader: (parts: readonly { fetch: FetchNode; key: string }[]) => AnswerReader | undefined;
  /** What the client selects; undefined: nothing is copied. */
  selected: Selected | undefined;
};

export function createCopying(selecting: Selecting & { dataKey: DataKey }, root: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Copying {
  const place = newPlace();
  const selected = selectedOf(selecting, root, sets, place);
  const pathsOf = new Map<FetchNode, readonly PlanPath[]>();
  const rootReaders = new Map<FetchNode, AnswerReader | undefined>();
  /** The same at all its places, or undefined. */
  const shapeAtAll = (fetch: FetchNode): Shape | undefined => {
    const shapes = (pathsOf.get(fetch) ?? []).map((path) => {
      const here = selectedAt(selected, path);
      return here && shapeOf(fetch, here);
    });
    return shapes.every((shape) => isDeepStrictEqual(shape, shapes[0])) ? shapes[0] : undefined;
  };
  return {
    selected,
    add(fetch, paths) {
      pathsOf.set(fetch, paths);
      addFetch(place, fetch, paths);
    },
    rootReader(fetch) {
      if (!rootReaders.has(fetch)) rootReaders.set(fetch, readerOf(shapeAtAll(fetch)));
      return rootReaders.get(fetch);
    },
    entitiesReader(entities) {
      const parts = entities.map(({ fetch, key }) => ({ key, shape: { kind: 'list', of: shapeAtAll(fetch) ?? { kind: 'value' } } as const }));
      return readerOf({ kind: 'object', parts });
    },
  };
}

function selectedAt(selected: Selected | undefined, path: PlanPath): Selected | undefined {
  return path.reduce<Selected | undefined>((here, part) => (part === '@' || typeof part === 'number' ? here : here?.under(part)), selected);
}

const readerOf = (shape: Shape | undefined): AnswerReader | undefined => (shape && hasRuns(shape) ? compileReader(shape) : undefined);

function hasRuns(shape: Shape): boolean {
  if (shape.kind === 'list') return hasRuns(shape.of);
  return shape.kind === 'object' && shape.parts.some((part) => 'run' in part || hasRuns(part.shape));
}
