import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRouterSettings, routerVariables } from '../environment.ts';
import { asEnvironment, variablesOf } from './asEnvironment.ts';
import { jsonSchemaFile, jsonSchemaText } from './jsonSchema.ts';
import { ConfigRefused, readConfig, readConfigFile } from './readConfig.ts';

const root = join(import.meta.dirname, '../../..');
const example = join(root, 'router.example.yaml');

function refused(text: string, environment: Record<string, string> = {}): readonly string[] {
  try {
    readConfig(text, environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.mistakes;
  }
  throw new Error('was not refused');
}

describe('a wrong file says where, what, and what to write instead', () => {
  test.each([
    ['a key that is nearly right', 'limits:\n  depth: 5\n  alises: 3\n', /^router\.yaml:3: limits: there is no key alises here; did you mean aliases\? Keys here: document_length, tokens, /],
    ['one written another way', 'traffic: { queryTimeoutMs: 100 }', /^router\.yaml:1: traffic: there is no key queryTimeoutMs here; did you mean query_timeout_ms\?/],
    ['one like no other', '\nzzz: 1', /^router\.yaml:2: there is no key zzz here; Keys here: server, supergraph, /],
    ['within a list, for one subgraph', 'headers:\n  request:\n    subgraphs:\n      legacy:\n        - insert: a\n          value: b\n        - propogate: c\n', /^router\.yaml:7: headers\.request\.subgraphs\.legacy\.1: there is no key propogate here; did you mean propagate\?/],
    ['a value of another kind', 'server:\n  host: a\n  port: abc', /^router\.yaml:3: server\.port: must be a number$/],
    ['a number that is no whole one', 'server: { port: 1.5 }', /^router\.yaml:1: server\.port: must be a whole number$/],
    ['a number that is too large', 'server: { port: 70000 }', /^router\.yaml:1: server\.port: must be at most 65535$/],
    ['none of the words', 'operations:\n  accept: all', /^router\.yaml:2: operations\.accept: must be any or persisted$/],
    ['not a URL', 'supergraph:\n  routing_urls:\n    ticket: localhost', /^router\.yaml:3: supergraph\.routing_urls\.ticket: must be a URL/],
    ['no block', 'limits: 5', /^router\.yaml:1: limits: must be a block of keys$/],
    ['a rule without a verb', 'headers:\n  request:\n    all:\n      - value: x', /^router\.yaml:4: headers\.request\.all\.0: must have exactly one of propagate, matching, insert, remove$/],
    ['no YAML', 'server:\n  port: [', /^router\.yaml:2: is not YAML: /],
    ['a variable that is not set', 'server:\n  port: ${env.NOWHERE}', /^router\.yaml:2: server\.port: refers to \$\{env\.NOWHERE\}: set NOWHERE, or write a default/],
  ])('%s', (_, text, message) => expect(refused(text)).toEqual([expect.stringMatching(message)]));

  test('all mistakes at once', () => expect(refused('server: { prot: 1 }\nlimits: { depth: -1 }')).toHaveLength(2));
  test('a file that is not there', () => expect(() => readConfigFile('/nowhere/router.yaml', {})).toThrow(/\/nowhere\/router\.yaml: cannot be read .* --config or ROUTER_CONFIG/));
});

describe('header rules cannot touch by accident', () => {
  const rule = (yaml: string, way = 'request') => `headers: { ${way}: { all: [ ${yaml} ] } }`;
  test.each(['{ insert: X-Router-Proof, value: a }', '{ propagate: x-router-proof-key }', '{ propagate: connection }', '{ propagate: x-a, rename: content-length }', '{ propagate: traceparent }', '{ remove: x-request-id }', '{ insert: access-control-allow-origin, value: "*" }'])(
    'what the router writes itself: %s', (yaml) => expect(refused(rule(yaml))).toEqual([expect.stringMatching(/written by the router itself, or belongs to one connection/)]));
  test.each(['{ propagate: Authorization }', '{ propagate: cookie }', '{ propagate: x-a, rename: authorization }', '{ insert: cookie, value: a }'])('credentials: %s', (yaml) => {
    expect(refused(rule(yaml))).toEqual([expect.stringMatching(/is a credential: .*sensitive: true/)]);
    expect(readConfig(rule(yaml.replace(' }', ', sensitive: true }')), {}).headers).toBeDefined();
  });
  test('credentials on the way back', () => expect(refused(rule('{ propagate: set-cookie }', 'response'))).toEqual([expect.stringMatching(/is a credential/)]));
  test('another header, by a value with a line break', () => expect(refused(rule('{ insert: x-a, value: "a\\r\\nx-router-proof: b" }'))).toEqual([expect.stringMatching(/one line without control characters/)]));
});

describe('what is said elsewhere', () => {
  let folder: string;
  let file: string;
  const names = ['PORT', 'LIMIT_DEPTH', 'LIMIT_COST', 'SUPERGRAPH_FILE', 'TICKET_URL', 'QUERY_TIMEOUT_MS', 'ROUTER_CONFIG', 'INTROSPECTION'] as const;
  const clear = (): void => names.forEach((name) => delete process.env[name]);
  beforeEach(async () => {
    clear();
    folder = await mkdtemp(join(tmpdir(), 'config-'));
    file = join(folder, 'router.yaml');
  });
  afterEach(async () => {
    clear();
    await rm(folder, { recursive: true });
  });

  test('the command line goes before the environment, the environment before the file, the file before the default', async () => {
    await writeFile(file, `server: { port: 1 }\nlimits: { depth: 1, cost: 1 }\nsupergraph: { file: mine.graphql, introspection: false, routing_urls: { ticket: ['http://a/graphql', 'http://b/graphql'] } }
traffic: { subgraphs: { legacy: { query_timeout_ms: 500 } } }\nerrors: { all: { codes: [X] } }\nheaders: { request: { all: [{ propagate: X-Desk }] } }`);
    Object.assign(process.env, { PORT: '2', LIMIT_DEPTH: '2', QUERY_TIMEOUT_MS: '' });
    const settings = readRouterSettings(['--config', file, '--port', '3']);
    expect(settings).toMatchObject({
      port: 3, safety: { limits: { depth: 2, cost: 1, aliases: 50 } }, supergraphFile: join(folder, 'mine.graphql'), introspection: false, queryTimeoutMs: 2_000, routingUrls: { ticket: ['http://a/graphql', 'http://b/graphql'] },
      subgraphTraffic: { legacy: { queryTimeoutMs: 500 } }, subgraphErrors: { all: { codes: ['X'] } }, headers: { request: { all: [{ propagate: 'x-desk' }] } },
    });
  });
  test('a file can say whatever the environment can, but for keys and what the launcher decides', () => {
    const onlyThere = ['NODE_ENV', 'SERVICE_PUBLIC_KEY', 'SERVICE_PUBLIC_KEYS', 'ROUTER_PRIVATE_KEY', 'DEMO_ACCOUNTS'];
    expect(Object.keys(variablesOf({}, file)).sort()).toEqual(routerVariables.filter((name) => !onlyThere.includes(name)).sort());
    const labels = readConfig('supergraph: { override_labels: { a: true, b-c: false } }', {});
    expect(asEnvironment(labels, file)).toEqual({ OVERRIDE_LABELS: 'a=true,b-c=false' });
  });
  test('ROUTER_CONFIG names the file, and without one everything is as before', async () => {
    const before = readRouterSettings([]);
    expect(before).not.toHaveProperty('headers');
    process.env['ROUTER_CONFIG'] = file;
    await writeFile(file, 'server:\n  port: ${env.LIMIT_COST}');
    process.env['LIMIT_COST'] = '4321';
    expect(readRouterSettings([]).port).toBe(4321);
  });
});

describe('the example', () => {
  test('can be loaded, and says what the defaults are', () => {
    const said = asEnvironment(readConfigFile(example, {}), example);
    const before = { ...process.env };
    for (const name of Object.keys(said)) delete process.env[name];
    const { headers, subgraphErrors, subgraphTraffic, ...without } = readRouterSettings(['--config', example]);
    for (const name of Object.keys(said)) delete process.env[name];
    expect(without).toEqual(readRouterSettings([]));
    Object.assign(process.env, before);
    expect([headers, subgraphErrors, subgraphTraffic].every(Boolean)).toBe(true);
  });
  test('names the schema for editors, which is that of today', () => {
    expect(readFileSync(example, 'utf8')).toMatch(/^# yaml-language-server: \$schema=router\/router\.schema\.json\n/);
    expect(readFileSync(jsonSchemaFile, 'utf8')).toBe(jsonSchemaText()); // else: npm run router:schema
  });
});
