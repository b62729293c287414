import type { Directive, NamedType, Schema } from '@apollo/federation-internals';
import type { Requirement } from './requirement.ts';
import { serviceRule } from './serviceRule.ts';

export type { Requirement } from './requirement.ts';

/** What a schema requires, by coordinate: `Ticket` for a type wherever it is met, `Ticket.rating` for a field. All of it has to be fulfilled. */
export type AccessRules = ReadonlyMap<string, readonly Requirement[]>;

/** The specifications whose rules are enforced, by their identity. */
export const securityFeatures = {
  authenticated: 'https://specs.apollo.dev/authenticated',
  requiresScopes: 'https://specs.apollo.dev/requiresScopes',
  policy: 'https://specs.apollo.dev/policy',
} as const;

/** A subgraph has the directives from here, a supergraph from the specifications themselves. */
const federation = 'https://specs.apollo.dev/federation';

/** As `serviceRights` calls them, whatever a schema does. */
const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** Of a subgraph or supergraph, under whatever names it links the directives. Equal requirements are one object. */
export function readAccessRules(schema: Schema): AccessRules {
  const rules = new Map<string, Requirement[]>();
  const known = new Map<string, Requirement>();
  const read = directiveReader(schema);
  const note = (coordinate: string, requirements: readonly Requirement[]): void => {
    if (requirements.length > 0) rules.set(coordinate, requirements.map((requirement) => intern(known, requirement)));
  };
  const stated = (directives: readonly unknown[]): Requirement[] => (directives as readonly Directive[]).flatMap((directive) => read(directive) ?? []);
  const roots = new Map(schema.schemaDefinition.roots().map(({ type, rootKind }) => [type.name, rootTypes[rootKind]]));
  for (const type of schema.allTypes() as NamedType[]) {
    const ofType = stated(type.appliedDirectives);
    note(type.name, ofType);
    if (type.kind !== 'ObjectType' && type.kind !== 'InterfaceType') continue;
    const root = roots.get(type.name);
    for (const field of type.fields()) {
      const own = stated(field.appliedDirectives);
      note(`${type.name}.${field.name}`, root ? [...own, ...serviceRule(`${root}.${field.name}`, [...ofType, ...own])] : own);
    }
  }
  return rules;
}

function directiveReader({ coreFeatures }: Schema): (directive: Directive) => Requirement | undefined {
  const namesOf = (name: keyof typeof securityFeatures): string[] =>
    [securityFeatures[name], federation].flatMap((identity) => coreFeatures?.getByIdentity(identity)?.directiveNameInSchema(name) ?? []);
  const names = { authenticated: namesOf('authenticated'), scopes: namesOf('requiresScopes'), policies: namesOf('policy') };
  const listOf = (directive: Directive, argument: string): string[][] => (directive.arguments() as Record<string, string[][]>)[argument] ?? [];
  return (directive) => {
    if (names.authenticated.includes(directive.name)) return { kind: 'authenticated' };
    if (names.scopes.includes(directive.name)) return { kind: 'scopes', anyOf: listOf(directive, 'scopes') };
    return names.policies.includes(directive.name) ? { kind: 'policies', anyOf: listOf(directive, 'policies') } : undefined;
  };
}

function intern(known: Map<string, Requirement>, requirement: Requirement): Requirement {
  const key = JSON.stringify(requirement);
  if (!known.has(key)) known.set(key, requirement);
  return known.get(key)!;
}
