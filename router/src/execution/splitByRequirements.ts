import type { DocumentNode, FieldNode, GraphQLCompositeType, GraphQLSchema } from 'graphql';
import { forEachField, isPartOf, replaceFields, typename } from './documentFields.ts';
import type { Requirement } from './requirements.ts';

/** One document per group of fields whose requirements agree on the arguments of what they require: the planner has room for one value. */
export function splitByRequirements(schema: GraphQLSchema, document: DocumentNode, requirements: readonly Requirement[]): DocumentNode[] {
  if (requirements.length < 2) return [document];
  const used = new Set<Requirement>();
  const requirementOf = (node: FieldNode, parent: GraphQLCompositeType) => requirements.find(({ type, field }) => field === node.name.value && isPartOf(schema, parent, type));
  forEachField(schema, document, (node, parent) => {
    const requirement = requirementOf(node, parent);
    if (requirement) used.add(requirement);
  });
  const groups: Requirement[][] = [];
  for (const requirement of used) {
    const group = groups.find((others) => others.every((other) => agree(requirement, other)));
    if (group) group.push(requirement);
    else groups.push([requirement]);
  }
  if (groups.length < 2) return [document];
  return groups.map((group) =>
    replaceFields(schema, document, (node, parent) => {
      const requirement = requirementOf(node, parent);
      return requirement && !group.includes(requirement) ? typename : undefined;
    }),
  );
}

const agree = (a: Requirement, b: Requirement): boolean =>
  a.requires.every((one) => b.requires.every((other) => one.type !== other.type || one.field !== other.field || one.arguments === other.arguments));
