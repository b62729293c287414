import { getNamedType, isObjectType, type GraphQLCompositeType, type GraphQLObjectType, type GraphQLOutputType, type SelectionSetNode } from 'graphql';
import type { DataKey } from '../planningDocuments.ts';
import { selectionOn, type Selecting } from '../selectedFields.ts';
import { newPlace, placeUnder, type Place } from './supplies.ts';

/** `dataKey`: where the data has it. */
export type Field = { key: string; dataKey: string; isRefused: boolean; isTypename: boolean; type: GraphQLOutputType | undefined };

/** What the client selects of the objects at one place, with what fetches put there. */
export type Selected = {
  type: GraphQLObjectType;
  place: Place;
  fields: readonly Field[];
  /** Undefined where no objects are, or objects of several types may be. */
  under: (dataKey: string) => Selected | undefined;
};

export function selectedOf(parts: Selecting & { dataKey: DataKey }, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place = newPlace()): Selected | undefined {
  if (!isObjectType(type)) return undefined;
  const known = type.getFields();
  const selected = selectionOn(parts, type, sets).fields.map(({ key, node, sets: inner, refusal }) => {
    const name = node.name.value;
    return { key, dataKey: parts.dataKey(node), isRefused: refusal !== undefined, isTypename: name === '__typename', type: known[name]?.type, sets: inner };
  });
  const made = new Map<string, Selected | undefined>();
  const open = (dataKey: string): Selected | undefined => {
    const field = selected.find((one) => one.dataKey === dataKey);
    const fieldType = field?.type && getNamedType(field.type);
    return field && isObjectType(fieldType) ? selectedOf(parts, fieldType, field.sets, placeUnder(place, dataKey)) : undefined;
  };
  const under = (dataKey: string): Selected | undefined => {
    if (!made.has(dataKey)) made.set(dataKey, open(dataKey));
    return made.get(dataKey);
  };
  return { type, place, fields: selected, under };
}
