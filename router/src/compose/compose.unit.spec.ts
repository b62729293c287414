import { CompositionFailed } from './compositionFailed.ts';
import { composeSupergraph } from './composeSupergraph.ts';
import { crossCheck } from './crossCheck.ts';
import { describeHints } from './describeHints.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@shareable"])';
const files: Record<string, string> = {
  'old.graphql': `${link} type Query { thing(id: ID!): Thing other: Int } type Thing @key(fields: "id") { id: ID! name: String size: Int }`,
  'new.graphql': `${link} type Thing @key(fields: "id") { id: ID! name: String @override(from: "old") }`,
};
const config = `
subgraphs:
  old: { routing_url: "\${env.OLD_URL:-http://old/graphql}", schema: { file: old.graphql } }
  new: { routing_url: http://new/graphql, schema: { file: new.graphql } }
`;
const compose = (text: string, more: Record<string, string> = {}, options: object = {}) =>
  composeSupergraph({
    configFile: 'supergraph.yaml',
    ...options,
    readFile: async (path) => ({ ...files, ...more, 'supergraph.yaml': text })[path] ?? Promise.reject(new Error('ENOENT')),
  });
const problemsOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'composes', (error: unknown) => (error instanceof CompositionFailed ? error.message : Promise.reject(error)));

test('the same files give the same text, whatever the order they are listed in', async () => {
  const reordered = config.replace(/ {2}old.*\n/, '') + /( {2}old.*\n)/.exec(config)![1];
  expect((await compose(reordered)).supergraphSdl).toBe((await compose(config)).supergraphSdl);
});

test('routing URLs: the default in the file, else the environment, else those given', async () => {
  expect((await compose(config)).supergraphSdl).toContain('url: "http://old/graphql"');
  expect((await compose(config, {}, { environment: { OLD_URL: 'http://env/graphql' } })).supergraphSdl).toContain('url: "http://env/graphql"');
  expect((await compose(config, {}, { routingUrls: { old: 'http://given/graphql' } })).supergraphSdl).toContain('url: "http://given/graphql"');
});

test('the other composer agrees', async () => expect(await crossCheck(await compose(config))).toEqual([]));

test('hints tell how far the migration is', async () => {
  const { hints, subgraphs } = await compose(config);
  expect(describeHints(hints, subgraphs)).toEqual(['Migration: 1 fields have moved', '  new: 1 fields have left old']);
});

test('un-listing a subgraph gives its fields back', async () => {
  const { supergraphSdl } = await compose(config, {}, { without: ['new'] });
  expect(supergraphSdl).not.toContain('http://new');
  expect(await problemsOf(compose(config, {}, { without: ['neu'] }))).toMatch(/lists no subgraph neu/);
});

test('an input field that only one subgraph has is a problem: clients could not send it', async () => {
  const changed = {
    'old.graphql': `${files['old.graphql']} extend type Query { a(input: In): Int @shareable } input In { x: Int }`,
    'new.graphql': `${files['new.graphql']} type Query { a(input: In): Int @shareable } input In { x: Int y: Int }`,
  };
  expect(await problemsOf(compose(config, changed))).toMatch(/"y" will not be added to "In"[^]*every subgraph/);
});

test.each([
  ['a field that two serve', { 'new.graphql': `${link} type Thing @key(fields: "id") { id: ID! size: Int }` }, /new, old: Thing\.size: .*\n.*@shareable.*\[INVALID_FIELD_SHARING\]/],
  ['types that differ', { 'new.graphql': `${link} type Thing @key(fields: "id") { id: ID! size: String @shareable }` }, /Thing\.size: .*\n.*\[FIELD_TYPE_MISMATCH\]/],
  ['a key that is not there', { 'new.graphql': `${link} type Thing @key(fields: "nr") { id: ID! }` }, /new: .*"nr".*\n.*\[KEY_INVALID_FIELDS\]/],
  ['a syntax error', { 'new.graphql': `${link}\ntype Thing {` }, /new: Syntax Error.*\(line 2, column \d+\)/],
])('what is wrong is told with subgraph, coordinate and remedy: %s', async (_, changed, message) => {
  expect(await problemsOf(compose(config, changed as unknown as Record<string, string>))).toMatch(message);
});

test.each([
  ['a missing file', config.replace('new.graphql', 'nowhere.graphql'), /new: cannot read nowhere\.graphql/],
  ['a variable that is not set', config.replace(':-http://old/graphql', ''), /\$\{env\.OLD_URL\}: set OLD_URL/],
  ['two sources of a schema', config.replace('{ file: new.graphql }', '{ file: new.graphql, sdl: x }'), /subgraphs\.new\.schema needs exactly one of/],
  ['a key that is not known', config.replace('routing_url: http://new', 'routing_uri: http://new'), /subgraphs\.new: .*routing_uri/],
  ['no YAML', 'subgraphs: [', /is not YAML/],
  ['another composer', `federation_version: =2.0.0\n${config}`, /wants federation_version =2\.0\.0/],
])('supergraph.yaml: %s', async (_, text, message) => expect(await problemsOf(compose(text))).toMatch(message));
