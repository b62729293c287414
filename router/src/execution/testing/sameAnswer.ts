import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './bothExecutors.ts';

export type Difference = { what: string; gateway: unknown; ours: unknown };

/**
 * Where two answers differ. Known deviations of the gateway, which are not counted:
 * - it takes the position among the representations sent for one among all objects at a path, so that where some object needs no
 *   fetch (another type in a list of an interface) its error paths lead to a neighbour, where nothing is missing: ours must not;
 * - a failure of a whole fetch bears the plan's `@` in its path: ours ends before the first list;
 * - it adds "Expected data._entities" to a fetch that has failed with errors of its own.
 */
export function difference(gateway: Answer, ours: Answer): Difference | undefined {
  if (!isDeepStrictEqual(gateway.data, ours.data)) return { what: 'data', gateway: gateway.data, ours: ours.data };
  const [theirs, mine] = [errorsOf(gateway).filter(({ message }) => !message.startsWith('Expected "data._entities"')), errorsOf(ours)];
  const named = (errors: typeof theirs) => errors.map(({ message, code }) => `${code} ${message}`).toSorted();
  if (JSON.stringify(named(theirs)) !== JSON.stringify(named(mine))) return { what: 'errors', gateway: named(theirs), ours: named(mine) };
  const rest = [...theirs];
  for (const error of mine) {
    if (error.path && leadsToLeaf(ours.data, error.path)) return { what: 'an error path to a value', gateway: theirs, ours: error };
    const same = rest.findIndex((other) => JSON.stringify(other) === JSON.stringify(error));
    if (same >= 0) rest.splice(same, 1);
    else if (!theirs.some((other) => other.message === error.message && isKnownDeviation(other.path, error.path))) return { what: 'error path', gateway: theirs, ours: error };
  }
  const completion = (answer: Answer) => (answer.extensions?.['valueCompletion'] ?? []).map(({ path }: { path: unknown }) => JSON.stringify(path)).toSorted();
  if (JSON.stringify(completion(gateway)) !== JSON.stringify(completion(ours))) return { what: 'value completion', gateway: gateway.extensions, ours: ours.extensions };
  return undefined;
}

const errorsOf = ({ errors = [] }: Answer) => errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.['code'] as string }));

const isKnownDeviation = (theirs: Path | undefined, ours: Path | undefined): boolean =>
  theirs !== undefined && (theirs.includes('@') || JSON.stringify(theirs.map(anyIndex)) === JSON.stringify(ours?.map(anyIndex)));

type Path = readonly (string | number)[];
const anyIndex = (part: string | number): string | number => (typeof part === 'number' ? 0 : part);

function leadsToLeaf(data: unknown, path: Path): boolean {
  let value = data;
  for (const part of path) value = (value as Record<string | number, unknown> | null | undefined)?.[part];
  return value !== null && value !== undefined && typeof value !== 'object';
}
