import type { Directive, NamedType, Schema } from '@apollo/federation-internals';

/** One thing that a caller has to fulfil: to be signed in, or one of several sets of scopes or policies. */
export type Requirement =
  | { kind: 'authenticated' }
  | { kind: 'scopes'; anyOf: readonly (readonly string[])[] }
  | { kind: 'policies'; anyOf: readonly (readonly string[])[] };

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

/** Of a subgraph or supergraph, under whatever names it links the directives. Equal requirements are one object. */
export function readAccessRules(schema: Schema): AccessRules {
  const rules = new Map<string, Requirement[]>();
  const known = new Map<string, Requirement>();
  const read = directiveReader(schema);
  const note = (coordinate: string, directives: readonly Directive[]): void => {
    const requirements = directives.flatMap((directive) => read(directive) ?? []).map((requirement) => intern(known, requirement));
    if (requirements.length > 0) rules.set(coordinate, requirements);
  };
  for (const type of schema.allTypes() as NamedType[]) {
    note(type.name, type.appliedDirectives as readonly Directive[]);
    if (type.kind !== 'ObjectType' && type.kind !== 'InterfaceType') continue;
    for (const field of type.fields()) note(`${type.name}.${field.name}`, field.appliedDirectives as readonly Directive[]);
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
