import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { shareWithinTurn, type Shareable } from './shareWithinTurn.ts';

const schema = buildSchema('type Query { a: Int }');
const deadline = new AbortController().signal;
const context = (caller: Caller, more: object = {}): Shareable['context'] => ({ caller, requestId: 'r', deadline, ...more });
const operationOf = (text: string): OperationDefinitionNode => parse(text).definitions[0] as OperationDefinitionNode;
const asked: Shareable = { schema, hash: 'h', operation: operationOf('query A { a }'), variables: { id: 1 }, context: context(callerWith('EXPERT')) };

let executed: Shareable[];
let share: (asked: Shareable) => Promise<number>;
beforeEach(() => {
  executed = [];
  share = shareWithinTurn(async (one: Shareable) => executed.push(one));
});

test('equal queries of one caller in one turn are executed once', async () => {
  expect(await Promise.all([share(asked), share({ ...asked, context: context(callerWith('EXPERT')) }), share(asked)])).toEqual([1, 1, 1]);
  expect(executed).toEqual([asked]);
});

test('what is known of how long the answer may be kept is everybody’s who has it', async () => {
  const cache = { header: () => 'max-age=5' } as unknown as Shareable['context']['cache'];
  const other = context(callerWith('EXPERT'), { cache: undefined });
  await Promise.all([share({ ...asked, context: context(callerWith('EXPERT'), { cache }) }), share({ ...asked, context: other })]);
  expect(other.cache).toBe(cache);
});

test('the next turn asks anew, whatever is still under way', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const slow = shareWithinTurn(() => (executed.push(asked) === 1 ? promise : Promise.resolve('newer')));
  const first = slow(asked);
  await nextTurn();
  expect(await slow(asked)).toBe('newer');
  resolve('older');
  expect(await first).toBe('older');
});

test('nothing has begun before the last that shares it has come', async () => {
  const first = share(asked);
  await Promise.resolve();
  expect(executed).toEqual([]);
  await Promise.all([first, share(asked)]);
  expect(executed).toEqual([asked]);
});

const mutation = operationOf('mutation A { a }');
test.each<[string, Shareable]>([
  ['another caller', { ...asked, context: context(anonymous) }],
  ['another of the same role', { ...asked, context: context({ ...callerWith('EXPERT'), id: 'usr_other' } as Caller) }],
  ['the same with other rights', { ...asked, context: context({ ...callerWith('EXPERT'), roles: ['EXPERT', 'ADMIN'] } as Caller) }],
  ['the same from another address', { ...asked, context: context({ ...callerWith('EXPERT'), clientAddress: '192.0.2.1' } as Caller) }],
  ['other variables', { ...asked, variables: { id: 2 } }],
  ['another document', { ...asked, hash: 'other' }],
  ['another operation of the document', { ...asked, operation: operationOf('query B { a }') }],
  ['a mutation', { ...asked, operation: mutation }],
  ['another schema', { ...asked, schema: buildSchema('type Query { a: Int }') }],
  ['one whose answer comes in parts', { ...asked, context: context(callerWith('EXPERT'), { delivery: {} }) }],
  ['one that passes headers to subgraphs', { ...asked, context: context(callerWith('EXPERT'), { headersFor: () => ({}) }) }],
  ['one that gets headers of subgraphs', { ...asked, context: context(callerWith('EXPERT'), { onAnswerHeaders: () => undefined }) }],
])('has an answer of its own: %s', async (_, other) => {
  await Promise.all([share(asked), share(other)]);
  expect(executed).toHaveLength(2);
  expect(executed).toContain(other);
});

test('two equal mutations are both executed', async () => {
  await Promise.all([share({ ...asked, operation: mutation }), share({ ...asked, operation: mutation })]);
  expect(executed).toHaveLength(2);
});

test('variables too deep to be compared are no failure', async () => {
  const deep = { a: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown };
  expect(await share({ ...asked, variables: deep })).toBe(1);
});

test('a failure is everybody’s, and is not kept', async () => {
  const fails = shareWithinTurn(async () => Promise.reject(new Error(`no ${executed.push(asked)}`)));
  expect((await Promise.allSettled([fails(asked), fails(asked)])).map((result) => (result as PromiseRejectedResult).reason.message)).toEqual(['no 1', 'no 1']);
  await expect(fails(asked)).rejects.toThrow('no 2');
});
