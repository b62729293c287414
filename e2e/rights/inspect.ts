import type { Answer } from '@sysops-squad/client/session';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { objects } from './matrix.ts';
import { isEntity } from './operations.ts';
import { relationsOf, type Actor, type Facts, type Relation } from './relations.ts';

export type Inspected = {
  /** Values that this caller may not have. */
  leaks: string[];
  /** Refusals of what this caller may have. */
  withheld: string[];
  /** Fields of objects that had a value. */
  seen: Set<string>;
};

const refused = ['UNAUTHENTICATED', 'FORBIDDEN'];

/** Holds every value and every refusal in an answer against the matrix. */
export function inspect(actor: Actor, answer: Answer<Record<string, unknown>>, root: GraphQLObjectType, facts: Facts): Inspected {
  const found: Inspected = { leaks: [], withheld: [], seen: new Set() };
  look(found, { actor, facts, path: '' }, root, answer.data ?? null);
  for (const { path, extensions } of answer.errors ?? []) {
    if (!path || !refused.includes(extensions?.code ?? '')) continue;
    const place = placeOf(answer.data, root, path);
    if (place && mayHave(actor, facts, place.type, place.id, place.field)) found.withheld.push(`${path.join('.')} (${place.type}.${place.field} of ${place.id}): ${extensions?.code}`);
  }
  return found;
}

type Looking = { actor: Actor; facts: Facts; path: string };

function look(found: Inspected, looking: Looking, type: GraphQLObjectType, value: unknown): void {
  if (Array.isArray(value)) return value.forEach((one, index) => look(found, { ...looking, path: `${looking.path}[${index}]` }, type, one));
  if (typeof value !== 'object' || value === null) return;
  const object = value as Record<string, unknown>;
  for (const [name, inner] of Object.entries(object)) {
    if (inner === null) continue;
    const path = `${looking.path}.${name}`;
    if (isEntity(type)) {
      found.seen.add(`${type.name}.${name}`);
      if (!mayHave(looking.actor, looking.facts, type.name, String(object['id']), name)) found.leaks.push(`${path} (${type.name}.${name} of ${String(object['id'])}) = ${JSON.stringify(inner).slice(0, 60)}`);
    }
    const next = getNamedType(type.getFields()[name]!.type);
    if (isObjectType(next)) look(found, { ...looking, path }, next, inner);
  }
}

function mayHave(actor: Actor, facts: Facts, type: string, id: string, field: string): boolean {
  const allowed: readonly Relation[] = objects[type]![field] ?? objects[type]!['*']!;
  const relations = relationsOf(actor, type, id, facts);
  return allowed.some((relation) => relations.has(relation));
}

/** The field of an object that an error is about, or undefined where it is about a part of an answer. */
function placeOf(data: unknown, root: GraphQLObjectType, path: readonly (string | number)[]): { type: string; id: string; field: string } | undefined {
  let value = data;
  let type = root;
  for (const part of path.slice(0, -1)) {
    value = (value as Record<string | number, unknown> | null | undefined)?.[part];
    if (typeof part === 'number') continue;
    const next = getNamedType(type.getFields()[part]!.type);
    if (!isObjectType(next)) return undefined;
    type = next;
  }
  const id = (value as Record<string, unknown> | null | undefined)?.['id'];
  return isEntity(type) && typeof id === 'string' ? { type: type.name, id, field: String(path.at(-1)) } : undefined;
}
