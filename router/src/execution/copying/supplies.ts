import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { responseKeyOf } from '../documentFields.ts';
import type { PlanPath } from '../places.ts';

/** One object of the data, or all in a list there: what fetches put into it. */
export type Place = {
  /** By fetch: the keys that it adds here, in the order of its query. */
  keys: Map<FetchNode, readonly string[]>;
  children: Map<string, Place>;
  /** Whether a fetch requires it or adds to it, so that its value must be known. */
  isRead: boolean;
  /** Whether what some fetch adds here cannot be told from its query. */
  isOpen: boolean;
};

export const newPlace = (): Place => ({ keys: new Map(), children: new Map(), isRead: false, isOpen: false });

export function placeUnder({ children }: Place, key: string): Place {
  const known = children.get(key) ?? newPlace();
  children.set(key, known);
  return known;
}

/** The fetches that add this key to the object here. */
export const suppliersOf = ({ keys }: Place, key: string): FetchNode[] => [...keys].flatMap(([fetch, added]) => (added.includes(key) ? [fetch] : []));

/** Notes what a fetch reads and adds. */
export function addFetch(root: Place, fetch: FetchNode, paths: readonly PlanPath[]): void {
  const set = selectionOf(fetch);
  for (const path of paths) {
    const place = placeAt(root, path);
    if (fetch.requires) markRequired(place, fetch.requires);
    if (set && !fetch.outputRewrites?.length) addSelection(place, fetch, set);
    else place.isOpen = true;
  }
}

/** What it selects of the query type or of its entities; undefined where that depends on an entity's type. */
function selectionOf({ operation, requires }: FetchNode): SelectionSetNode | undefined {
  const { selectionSet } = parse(operation, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  if (!requires) return selectionSet;
  const ofEntities = (selectionSet.selections[0] as FieldNode).selectionSet!.selections;
  const [only] = ofEntities;
  return ofEntities.length === 1 && only?.kind === Kind.INLINE_FRAGMENT ? only.selectionSet : undefined;
}

function placeAt(root: Place, path: PlanPath): Place {
  let place = root;
  for (const part of path) {
    if (typeof part === 'number' || part === '@') continue;
    place = placeUnder(place, part);
    place.isRead = true;
  }
  return place;
}

function markRequired(place: Place, required: readonly QueryPlanSelectionNode[]): void {
  for (const selection of required) {
    const selections = selection.selections ?? [];
    if (selection.kind === 'InlineFragment') {
      markRequired(place, selections);
    } else {
      const child = placeUnder(place, selection.alias ?? selection.name);
      child.isRead = true;
      markRequired(child, selections);
    }
  }
}

function addSelection(place: Place, fetch: FetchNode, { selections }: SelectionSetNode): void {
  const fields = selections.filter((selection) => selection.kind === Kind.FIELD);
  if (fields.length < selections.length) place.isOpen = true;
  const keys = fields.map(responseKeyOf);
  place.keys.set(fetch, keys);
  for (const field of fields) if (field.selectionSet) addSelection(placeUnder(place, responseKeyOf(field)), fetch, field.selectionSet);
}
