import { baseType, isObjectType, type NamedType, type Schema } from '@apollo/federation-internals';
import type { AccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import { everyKind, fulfils, type Rights } from '@sysops-squad/chassis/authorization/rights';
import { Kind, parse, type SelectionSetNode } from 'graphql';

/** Keys that are refused to somebody who may have other fields of the same type: the router asks for them in that caller's name, and a subgraph would refuse. */
export function withheldKeys(schema: Schema, rules: AccessRules): string[] {
  const admits = (rights: Rights, type: string, field: string): boolean =>
    [...(rules.get(type) ?? []), ...(rules.get(`${type}.${field}`) ?? [])].every((requirement) => fulfils(rights, requirement));
  return schema.objectTypes().flatMap((type) => {
    const keys = new Set(type.appliedDirectivesOf('join__type').flatMap((applied) => fieldsOfKey(type, applied.arguments()['key'] as string | undefined)));
    const fields = type.fields().filter(({ name }) => !name.startsWith('__'));
    return [...keys].flatMap((key) => {
      const [keyType, keyField] = key.split('.') as [string, string];
      const asked = fields.find(({ name }) => everyKind.some((rights) => admits(rights, type.name, name) && !admits(rights, keyType, keyField)));
      return asked ? [`${key} is needed as a key by whoever asks for ${asked.coordinate}. Let all of those have it who may have that.`] : [];
    });
  });
}

function fieldsOfKey(type: NamedType, key: string | undefined): string[] {
  if (key === undefined) return [];
  const [operation] = parse(`{ ${key} }`).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? fieldsOf(type, operation.selectionSet) : [];
}

const fieldsOf = (type: NamedType, { selections }: SelectionSetNode): string[] =>
  selections.flatMap((selection) => {
    const field = selection.kind === Kind.FIELD && isObjectType(type) ? type.field(selection.name.value) : undefined;
    if (!field || selection.kind !== Kind.FIELD) return [];
    return [field.coordinate, ...(selection.selectionSet ? fieldsOf(baseType(field.type!) as NamedType, selection.selectionSet) : [])];
  });
