import type { ExecutionResult, GraphQLError } from 'graphql';
import type { CompiledSelection } from './compileSelection.ts';
import type { ResponsePath } from './jsonValue.ts';
import { deferredPlacesOf, faultsOf, type DeferredPlace, type Writing } from './responseWriter.ts';
import type { Run } from './run.ts';
import { answerOf, atResponsePaths, leads } from './writeAnswer.ts';

/** A deferred fragment at one place of the answer: its data and its errors, both with paths as clients know them. */
export type DeferredPart = ExecutionResult & { path: ResponsePath; label?: string };
/** What is sent together, as deferSpec 20220824 has it. */
export type DeferredPayload = { incremental: DeferredPart[]; hasNext: boolean };

type Waiting = { places: readonly DeferredPlace[]; done: Promise<string> };

/** What an answer's deferred fragments become, each as soon as it is fetched and what it stands in has been sent. */
export async function* deferredParts(
  run: Run,
  { labels, responseKey }: Pick<CompiledSelection, 'labels' | 'responseKey'>,
  places: readonly DeferredPlace[],
  errorsOfFirst: readonly GraphQLError[],
): AsyncGenerator<DeferredPayload, void, void> {
  const { parts } = run.deferred;
  const waiting = new Map<string, Waiting>();
  const wait = (found: readonly DeferredPlace[]): void => {
    for (const [label, some] of Map.groupBy(found, (place) => place.label)) waiting.set(label, { places: some, done: (parts.get(label)?.done ?? Promise.resolve()).then(() => label) });
  };
  let errors = [...errorsOfFirst];
  wait(places);
  while (waiting.size > 0) {
    const label = await Promise.race([...waiting.values()].map(({ done }) => done));
    errors.push(...atResponsePaths(parts.get(label)?.errors ?? [], responseKey));
    const written = waiting.get(label)!.places.map((place) => {
      const part = writePart(place, errors);
      errors = errors.filter((error) => !part.errors.includes(error));
      return part;
    });
    waiting.delete(label);
    wait(written.flatMap(({ within }) => within));
    const name = labels.get(label);
    yield { incremental: written.map(({ answer, path }) => ({ ...answer, path, ...(name !== undefined && { label: name }) })), hasNext: waiting.size > 0 };
  }
}

/** One part, with those of the errors that concern it and the places that are deferred within it. */
function writePart({ object, write, path }: DeferredPlace, pool: readonly GraphQLError[]) {
  const writing: Writing = { notes: [] };
  const text = write(object, writing);
  const data: unknown = pool.length > 0 && text !== undefined ? JSON.parse(text) : null;
  const errors = pool.filter((error) => concerns(error, path, data));
  const faults = faultsOf(writing).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
  const within = text === undefined ? [] : deferredPlacesOf(writing).map((place) => ({ ...place, path: [...path, ...place.path] }));
  return { answer: answerOf(text ?? 'null', errors, faults), path, errors, within };
}

function concerns({ path }: GraphQLError, place: ResponsePath, data: unknown): boolean {
  if (!path) return true;
  if (path.length <= place.length) return path.every((part, index) => part === place[index]);
  return place.every((part, index) => part === path[index]) && leads(data, path.slice(place.length));
}
