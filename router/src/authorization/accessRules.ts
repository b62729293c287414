import type { Directive, NamedType, Supergraph } from '@apollo/federation-internals';
import { securityFeatures } from './securityDirectives.ts';

/** One thing that a caller has to fulfil: to be signed in, or one of several sets of scopes or policies. */
export type Requirement =
  | { kind: 'authenticated' }
  | { kind: 'scopes'; anyOf: readonly (readonly string[])[] }
  | { kind: 'policies'; anyOf: readonly (readonly string[])[] };

/** What a supergraph requires, by coordinate: `Ticket` for a type wherever it is met, `Ticket.rating` for a field. All of it has to be fulfilled. */
export type AccessRules = ReadonlyMap<string, readonly Requirement[]>;

/** Under whatever names the supergraph links the directives. Equal requirements are one object. */
export function readAccessRules({ schema }: Supergraph): AccessRules {
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

function directiveReader({ coreFeatures }: Supergraph['schema']): (directive: Directive) => Requirement | undefined {
  const nameOf = (feature: keyof typeof securityFeatures): string | undefined => coreFeatures?.getByIdentity(securityFeatures[feature])?.directiveNameInSchema(feature);
  const names = { authenticated: nameOf('authenticated'), scopes: nameOf('requiresScopes'), policies: nameOf('policy') };
  const listOf = (directive: Directive, argument: string): string[][] => (directive.arguments() as Record<string, string[][]>)[argument] ?? [];
  return (directive) => {
    if (directive.name === names.authenticated) return { kind: 'authenticated' };
    if (directive.name === names.scopes) return { kind: 'scopes', anyOf: listOf(directive, 'scopes') };
    return directive.name === names.policies ? { kind: 'policies', anyOf: listOf(directive, 'policies') } : undefined;
  };
}

function intern(known: Map<string, Requirement>, requirement: Requirement): Requirement {
  const key = JSON.stringify(requirement);
  if (!known.has(key)) known.set(key, requirement);
  return known.get(key)!;
}
