import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policies } from '@sysops-squad/chassis/authorization/policies';
import { readAccessRules, type Requirement } from '@sysops-squad/chassis/authorization/accessRules';
import { fulfils, rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { serviceRights, servicesThatMayCall } from '@sysops-squad/chassis/authorization/serviceRights';
import { serviceCaller } from '@sysops-squad/chassis/caller';
import { parse } from 'graphql';
import { needsOf } from '../../router/src/authorization/authorise.ts';
import { buildSupergraph } from '../../router/src/authorization/securityDirectives.ts';
import { selectAll } from './operations.ts';

const supergraph = buildSupergraph(readFileSync(join(import.meta.dirname, '../../supergraph.graphql'), 'utf8'));
const rules = readAccessRules(supergraph.schema);
const schema = supergraph.apiSchema().toGraphQLJSSchema();

/** Open to SYSTEM by a rule that speaks of staff or of all who take part. No service calls them, so none may: who has its key reads no tickets. */
const calledByNone = [
  'Query.skills', 'Query.articles', 'Query.article', 'Query.notifications', 'Query.ticket', 'Query.tickets', 'Mutation.importTickets', 'Subscription.ticketChanged',
];

const types = { Query: schema.getQueryType()!, Mutation: schema.getMutationType()!, Subscription: schema.getSubscriptionType()! };
const roots = Object.entries(types).flatMap(([root, type]) => Object.values(type.getFields()).map((field) => ({ coordinate: `${root}.${field.name}`, root, field })));

/** By the words of the rules alone. */
const system = rightsOf(serviceCaller(''));
const namesSystem = (rule: Requirement): boolean =>
  (rule.kind === 'scopes' && rule.anyOf.flat().includes('SYSTEM')) ||
  (rule.kind === 'policies' && rule.anyOf.flat().some((name) => policies[name]!.audience.includes('SYSTEM') && !policies[name]!.audience.includes('ANONYMOUS')));
const isOpenToSystem = (stated: readonly Requirement[]): boolean => stated.some(namesSystem) && stated.every((rule) => fulfils(system, rule));

test('every root field with SYSTEM in its rule names the services that may call it, or is argued to be called by none', () => {
  const open = roots.filter(({ coordinate }) => isOpenToSystem(rules.get(coordinate)!.filter(({ kind }) => kind !== 'services'))).map(({ coordinate }) => coordinate);
  expect([...new Set(Object.values(serviceRights).flat()), ...calledByNone].sort()).toEqual(open.sort());
});

/** What nobody has to sign in for. */
const isForAnybody = (coordinate: string): boolean =>
  rules.get(coordinate)!.some((rule) => rule.kind === 'policies' && rule.anyOf.flat().every((name) => policies[name]!.audience.includes('ANONYMOUS')));

test.each([...Object.keys(serviceRights), 'unheard-of'])('the router lets the service %s call what is its own, and refuses the rest', (name) => {
  const rights = rightsOf(serviceCaller(name));
  const codeOf = ({ root, field }: (typeof roots)[number]): unknown => {
    const refusals = needsOf(schema, rules, parse(`${root.toLowerCase()} { ${selectAll(field, 0, () => undefined)} }`)).refusals(rights);
    return [...refusals].find(([node]) => node.name.value === field.name)?.[1].extensions['code'] ?? 'called';
  };
  const isOwn = (coordinate: string): boolean => isForAnybody(coordinate) || servicesThatMayCall(coordinate).includes(name);
  expect(roots.map((one) => [one.coordinate, codeOf(one)])).toEqual(roots.map(({ coordinate }) => [coordinate, isOwn(coordinate) ? 'called' : 'FORBIDDEN']));
});
