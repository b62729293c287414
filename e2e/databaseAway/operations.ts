import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { serviceRights } from '@sysops-squad/chassis/authorization/serviceRights';
import { anonymous, serviceCaller, type Caller, type roles } from '@sysops-squad/chassis/caller';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import {
  getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isObjectType, isRequiredArgument, isRequiredInputField, parse,
  type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import { waysOf } from '../rights/ways.ts';

export type Operation = { coordinate: string; caller: Caller; query: string; variables: Record<string, unknown> };

const callers: Caller[] = [
  ...Object.keys(serviceRights).map(serviceCaller),
  ...['ADMIN', 'MANAGER', 'OPERATIVE'].map((role) => callerWith(role as (typeof roles)[number])),
  callerWith('CUSTOMER', { customerId: 'cus_1' }), callerWith('EXPERT', { expertId: 'exp_1' }), anonymous,
];

export const schemaOf = (subgraph: string): GraphQLSchema => buildSubgraphSchema(parse(readFileSync(join(import.meta.dirname, '../../subgraphs', subgraph, 'schema.graphql'), 'utf8')));

/** A call of each root field, and one of each field of an entity, by someone who may: with arguments that a person could send. */
export function operationsOf(subgraph: string): Operation[] {
  const schema = schemaOf(subgraph);
  const open = callers.map((caller) => ({ caller, ways: waysOf(schema, rightsOf(caller)).filter(({ isOpen }) => isOpen) }));
  const callerOf = (coordinate: string): Caller | undefined => open.find(({ ways }) => ways.some((way) => way.coordinate === coordinate))?.caller;
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => (type ? [type] : []));
  const calls = roots.flatMap((type) => Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_')).flatMap((field): Operation[] => {
    const coordinate = `${type.name}.${field.name}`;
    const caller = callerOf(coordinate);
    return caller ? [{ coordinate, caller, ...callOf(type === schema.getQueryType() ? 'query' : 'mutation', field) }] : [];
  }));
  const entities = open.flatMap(({ caller, ways }) => ways.map((way) => ({ caller, way, text: way.textUnder('entity') })))
    .filter(({ way, text }) => text.startsWith('entity: _entities') && !roots.some(({ name }) => way.coordinate.startsWith(`${name}.`)))
    .map(({ caller, way, text }): Operation => ({ coordinate: way.coordinate, caller, query: `{ ${text} }`, variables: {} }));
  return [...calls, ...new Map(entities.map((one) => [one.coordinate, one])).values()];
}

/** A call of each subscription by someone who may. */
export function subscriptionsOf(subgraph: string): Operation[] {
  const schema = schemaOf(subgraph);
  return Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap((field): Operation[] => {
    const coordinate = `Subscription.${field.name}`;
    const caller = callers.find((candidate) => waysOf(schema, rightsOf(candidate)).some((way) => way.isOpen && way.coordinate === coordinate));
    return caller ? [{ coordinate, caller, ...callOf('subscription', field) }] : [];
  });
}

function callOf(operation: 'query' | 'mutation' | 'subscription', field: GraphQLField<unknown, unknown>): Pick<Operation, 'query' | 'variables'> {
  const args = field.args.filter(isRequiredArgument);
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selected = isObjectType(getNamedType(field.type)) ? ' { __typename }' : '';
  return {
    query: `${operation} ${declared ? `(${declared}) ` : ''}{ ${field.name}${given ? `(${given})` : ''}${selected} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, plausible(arg.type, arg.name)])),
  };
}

const hour = 3_600_000;
const soon = (hours: number): string => new Date(Math.ceil(Date.now() / hour) * hour + hours * hour).toISOString();

const texts: [RegExp, string][] = [
  [/email/i, 'someone@example.org'], [/password/i, 'a pass phrase of ours'], [/phone/i, '+4930901820'], [/country/i, 'DE'], [/postcode/i, '10115'],
  [/timezone/i, 'Europe/Berlin'], [/currency/i, 'EUR'], [/idempotencyKey/i, 'key_0123456789abcdef'], [/^customerId$/, 'cus_1'], [/^expertId$/, 'exp_1'], [/number/i, 'SYS-100001'],
  [/^pspToken$/, 'tok_someone'], [/^from$/, '09:00'], [/^until$/, '17:00'], [/^onBehalfOf$/, 'cus_1'],
];

/** What a person could send: complete, and referring to nothing that there is. */
function plausible(type: GraphQLInputType, name: string): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [plausible(inner.ofType as GraphQLInputType, name)];
  if (isEnumType(inner)) return inner.getValues()[0]!.value;
  if (isInputObjectType(inner)) {
    return Object.fromEntries(Object.values(inner.getFields()).filter((field) => isRequiredInputField(field) || field.name === 'onBehalfOf').map((field) => [field.name, plausible(field.type, field.name)]));
  }
  const values: Record<string, unknown> = { Int: name === 'dailyCapMinutes' ? 480 : 1, Float: name === 'speedKmh' ? 40 : 1.5, Boolean: true, DateTime: /end|until|to$/i.test(name) ? soon(30) : soon(26), Date: '2027-01-01', LocalTime: '09:00' };
  if (inner.name in values) return values[inner.name];
  return texts.find(([pattern]) => pattern.test(name))?.[1] ?? (inner.name === 'ID' ? `${name}_1` : 'Words of a person, long enough');
}
