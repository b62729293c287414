import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { serviceRights } from '@sysops-squad/chassis/authorization/serviceRights';
import { anonymous, roles, serviceCaller, type Caller } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { proofHeader, subscriptionBody } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { startSubgraph, type RunningSubgraph } from '@sysops-squad/chassis/subgraph';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { isObjectType, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { madeUpResolvers, type Resolved } from './madeUpResolvers.ts';
import { waysOf, type Way } from './ways.ts';

/** What the router never would: sends with a valid proof what the caller may not have. Behind each schema everything is given to everybody. */
const services = [...Object.keys(serviceRights), 'unheard-of'];
const callers: Record<string, Caller> = {
  anonymous,
  ...Object.fromEntries(roles.filter((role) => role !== 'SYSTEM').map((role) => [role, callerWith(role)])),
  ...Object.fromEntries(services.map((name) => [`the service ${name}`, serviceCaller(name)])),
  'a person as SYSTEM': { ...callerWith('SYSTEM'), kind: 'user' },
  'without a role': { ...callerWith('CUSTOMER'), roles: [] },
};

type Failure = { path?: (string | number)[]; extensions?: { code?: string } };
type Answer = { data?: unknown; errors?: Failure[] };

const folder = join(import.meta.dirname, '../../subgraphs');
const schemaFileOf = (subgraph: string): string => join(folder, subgraph, 'schema.graphql');

describe.each(readdirSync(folder))('%s', (name) => {
  const schema = buildSubgraphSchema(parse(readFileSync(schemaFileOf(name), 'utf8')));
  const keys = testKeys();
  const sign = createProofSigner(keys.router.private);
  const resolved: Resolved = new Set();
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    subgraph = await startSubgraph({
      name, schemaFile: schemaFileOf(name), resolvers: madeUpResolvers(schema, resolved), context: () => ({}), isReady: async () => true,
      port: 0, host: '127.0.0.1', routerPublicKey: keys.router.public, logger: createLogger(name),
    });
  });
  afterAll(() => subgraph.stop());
  beforeEach(() => resolved.clear());

  async function send(caller: Caller, query: string): Promise<Answer> {
    const body = JSON.stringify({ query });
    const proof = sign({ subgraph: name, method: 'POST', path: '/graphql', body, caller });
    const response = await fetch(subgraph.url, { method: 'POST', headers: { 'content-type': 'application/json', [proofHeader]: proof }, body });
    return (await response.json()) as Answer;
  }

  async function firstEvent(caller: Caller, query: string): Promise<Answer> {
    const client = createClient({ url: subgraph.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const proof = sign({ subgraph: name, method: 'SUBSCRIBE', path: '/graphql', body: subscriptionBody({ query }), caller });
    try {
      return (await client.iterate({ query, extensions: { proof } }).next()).value as Answer;
    } catch (errors) {
      return { errors: errors as Failure[] };
    } finally {
      await client.dispose();
    }
  }

  /** Those on which something else happened than the rules say. */
  function wrong(caller: Caller, aliased: Map<string, Way>, { data, errors = [] }: Answer): string[] {
    if (data === undefined && [...aliased.values()][0]!.operation !== 'subscription') throw new Error(`the operation did not run: ${JSON.stringify(errors)}`);
    const code = caller.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    return [...aliased].flatMap(([alias, { coordinate, isOpen }]) => {
      const codes = errors.filter(({ path }) => path?.[0] === alias).map(({ extensions }) => extensions?.code);
      const ran = resolved.has(`${alias} ${coordinate}`);
      const asRuled = isOpen ? ran && codes.length === 0 : !ran && codes.length > 0 && codes.every((one) => one === code);
      return asRuled ? [] : [`${coordinate} ${isOpen ? 'is withheld' : 'is given'} (${String(codes)})`];
    });
  }

  test.each(Object.keys(callers))('gives %s what the rules say, and runs no resolver for anything else', async (who) => {
    const caller = callers[who]!;
    const ways = waysOf(schema, rightsOf(caller));
    const found: string[] = [];
    for (const operation of ['query', 'mutation'] as const) {
      const aliased = new Map(ways.filter((way) => way.operation === operation).map((way, index) => [`a${index}`, way]));
      if (aliased.size > 0) found.push(...wrong(caller, aliased, await send(caller, `${operation} { ${[...aliased].map(([alias, way]) => way.textUnder(alias)).join('\n')} }`)));
    }
    for (const way of ways.filter((one) => one.operation === 'subscription')) {
      found.push(...wrong(caller, new Map([['a', way]]), await firstEvent(caller, `subscription { ${way.textUnder('a')} }`)));
      resolved.clear();
    }
    expect(found).toEqual([]);
  });

  test('no field of the schema is left out', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).filter((type) => !type.name.startsWith('_'));
    const all = types.flatMap((type) => Object.keys(type.getFields()).filter((field) => !field.startsWith('_')).map((field) => `${type.name}.${field}`));
    expect(waysOf(schema, rightsOf(anonymous)).map(({ coordinate }) => coordinate).sort()).toEqual(all.sort());
  });
});
