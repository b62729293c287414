import type { AccessRules, Requirement } from '@sysops-squad/chassis/authorization/accessRules';
import { fulfils, refusalOf, type Rights } from '@sysops-squad/chassis/authorization/rights';
import { getNamedType, isAbstractType, Kind, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLCompositeType, type GraphQLError, type GraphQLSchema } from 'graphql';
import { typename } from '../execution/documentFields.ts';

export type Refusals = ReadonlyMap<FieldNode, GraphQLError>;

/** What a document requires of its caller, worked out once, whoever the caller is. */
export type Needs = {
  /** Equal for callers to whom the same fields are refused in the same words; empty when there are none. */
  refusedTo: (rights: Rights) => string;
  refusals: (rights: Rights) => Refusals;
};

type Need = { node: FieldNode; requirements: readonly Requirement[] };

/** Of a document whose conditions are decided, so that a field that is skipped is not refused. */
export function needsOf(schema: GraphQLSchema, rules: AccessRules, document: DocumentNode): Needs {
  const needs = rules.size === 0 ? [] : readNeeds(schema, rules, document);
  const all = [...new Set(needs.flatMap(({ requirements }) => requirements))];
  return {
    refusedTo(rights) {
      let key = '';
      for (let index = 0; index < all.length; index += 1) if (!fulfils(rights, all[index]!)) key += `${index} `;
      return key === '' ? '' : `${rights.signedIn} ${key}`;
    },
    refusals: (rights) =>
      new Map(
        needs.flatMap(({ node, requirements }) => {
          const unmet = requirements.find((requirement) => !fulfils(rights, requirement));
          return unmet ? [[node, refusalOf(rights, unmet)] as const] : [];
        }),
      ),
  };
}

function readNeeds(schema: GraphQLSchema, rules: AccessRules, document: DocumentNode): Need[] {
  const needs: Need[] = [];
  const types = new TypeInfo(schema);
  const note = (node: FieldNode): void => {
    const parent = types.getParentType();
    if (!parent || node.name.value.startsWith('__')) return;
    const requirements = requirementsOf(schema, rules, parent, node.name.value, getNamedType(types.getType())?.name);
    if (requirements.length > 0) needs.push({ node, requirements });
  };
  visit(document, visitWithTypeInfo(types, { Field: note }));
  return needs;
}

/**
 * The rules of a field, of the type it is selected on and of what it gives. Selected on an interface it is met in objects of any
 * type that implements it, so the rules of each of them count.
 */
function requirementsOf(schema: GraphQLSchema, rules: AccessRules, parent: GraphQLCompositeType, field: string, given: string | undefined): Requirement[] {
  const parents = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  const coordinates = [...parents.flatMap(({ name }) => [name, `${name}.${field}`]), ...(given === undefined ? [] : [given])];
  return [...new Set(coordinates.flatMap((coordinate) => rules.get(coordinate) ?? []))];
}

/** The document without what is refused: nothing of that is asked of a subgraph, and no mutation of it runs. */
export function withoutRefused(document: DocumentNode, refusals: Refusals): DocumentNode {
  if (refusals.size === 0) return document;
  return visit(document, {
    Field: (node) => (refusals.has(node) ? null : undefined),
    SelectionSet: { leave: (set) => (set.selections.length === 0 ? { kind: Kind.SELECTION_SET, selections: [typename] } : undefined) },
  });
}
