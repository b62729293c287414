import type { Requirement } from './requirement.ts';
import { fulfils, rightsOf, type Rights } from './rights.ts';
import { servicesThatMayCall } from './serviceRights.ts';

const anonymous = rightsOf({ kind: 'anonymous', id: null, roles: [] });
const system = rightsOf({ kind: 'service', id: null, roles: ['SYSTEM'] });

/** What a root field requires of services besides: nothing where its own rules are for everybody, or for no service. */
export function serviceRule(coordinate: string, rules: readonly Requirement[]): Requirement[] {
  const admit = (rights: Rights): boolean => rules.every((rule) => fulfils(rights, rule));
  if (admit(anonymous) || !admit(system)) return [];
  return [{ kind: 'services', names: servicesThatMayCall(coordinate) }];
}
