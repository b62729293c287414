import type { GraphQLError } from 'graphql';
import { roles, type Caller } from '../caller.ts';
import { forbidden, unauthenticated } from '../graphqlErrors.ts';
import { oncePer } from '../oncePer.ts';
import { policies, type Audience } from './policies.ts';
import type { Requirement } from './requirement.ts';
import { serviceRights } from './serviceRights.ts';

/** Everything about a caller that the rules depend on: nothing else may, since what the router compiles for some rights serves all who have them. */
export type Rights = { key: string; signedIn: boolean; audience: readonly Audience[]; service: string | null };

type WithRights = Pick<Caller, 'kind' | 'roles' | 'id'>;

/** An account without a role may have what somebody unknown may have. */
export const rightsOf = oncePer(({ kind, roles, id }: WithRights): Rights => {
  const audience: readonly Audience[] = kind === 'anonymous' || roles.length === 0 ? ['ANONYMOUS'] : [...new Set(roles)].sort();
  const signedIn = kind !== 'anonymous';
  const service = kind === 'service' ? id : null;
  return { key: `${signedIn ? 'known' : 'unknown'} ${audience.join()} ${service ?? ''}`, signedIn, audience, service };
});

/** One of each kind of caller: what all of these fulfil, everybody does. The last is a service that may call nothing. */
export const everyKind: readonly Rights[] = [
  rightsOf({ kind: 'anonymous', id: null, roles: [] }),
  ...roles.filter((role) => role !== 'SYSTEM').map((role) => rightsOf({ kind: 'user', id: null, roles: [role] })),
  ...[...Object.keys(serviceRights), ''].map((id) => rightsOf({ kind: 'service', id, roles: ['SYSTEM'] })),
];

/** A caller's scopes are its roles. */
export function fulfils({ signedIn, audience, service }: Rights, requirement: Requirement): boolean {
  if (requirement.kind === 'authenticated') return signedIn;
  if (requirement.kind === 'services') return (service === null && !audience.includes('SYSTEM')) || requirement.names.includes(service ?? '');
  const has = requirement.kind === 'scopes' ? (name: string) => name !== 'ANONYMOUS' && audience.includes(name as Audience) : (name: string) => policyAdmits(audience, name);
  return requirement.anyOf.some((all) => all.length > 0 && all.every(has));
}

const policyAdmits = (audience: readonly Audience[], name: string): boolean => Object.hasOwn(policies, name) && audience.some((one) => policies[name]!.audience.includes(one));

/** Said in the same words wherever it is refused. */
export function refusalOf(rights: Rights, requirement: Requirement): GraphQLError {
  if (!rights.signedIn) return unauthenticated();
  if (requirement.kind === 'scopes') return forbidden(`This needs the role ${requirement.anyOf.map((all) => all.join(' and ')).join(' or ')}.`);
  if (requirement.kind === 'policies') return forbidden(`This is for ${requirement.anyOf.map((all) => all.map(meaningOf).join(', and at that ')).join('; or for ')}.`);
  if (requirement.kind === 'services') return forbidden(`Of our services, ${requirement.names.join(' and ') || 'none'} may call this.`);
  return forbidden();
}

const meaningOf = (name: string): string => policies[name]?.meaning ?? 'those whom a policy admits that is not known here';
