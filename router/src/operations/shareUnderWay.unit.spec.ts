import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { countChangesHere, type ChangesHere } from './changesHere.ts';
import { shareUnderWay, type Shareable } from './shareUnderWay.ts';

const schema = buildSchema('type Query { a: Int }');
const deadline = new AbortController().signal;
const context = (caller: Caller, more: object = {}): Shareable['context'] => ({ caller, requestId: 'r', deadline, deadlineAt: 10_000, ...more });
const operationOf = (text: string): OperationDefinitionNode => parse(text).definitions[0] as OperationDefinitionNode;
const asked: Shareable = { schema, hash: 'h', operation: operationOf('query A { a }'), variables: { id: 1 }, context: context(callerWith('EXPERT')) };
const mutation: Shareable = { ...asked, operation: operationOf('mutation A { a }') };

let clock: number;
let changes: ChangesHere;
let executed: { asked: Shareable; answer: (number: number) => void; fail: (error: Error) => void }[];
let shared: string[];
let share: (asked: Shareable) => Promise<number>;
/** Each execution waits until it is told its answer. */
const sharing = (withinMs?: number) =>
  shareUnderWay(
    (one: Shareable) => new Promise<number>((answer, fail) => executed.push({ asked: one, answer, fail })),
    { changes, withinMs, now: () => clock, onShared: (execution) => shared.push(execution) },
  );
beforeEach(() => {
  [clock, changes, executed, shared] = [1_000, countChangesHere(), [], []];
  share = sharing();
});
const answerAll = (): void => executed.forEach(({ answer }, index) => answer(index + 1));
/** The answers of all, those that have not begun included. */
async function answersOf(...all: readonly Promise<number>[]): Promise<number[]> {
  await nextTurn();
  answerAll();
  return Promise.all(all);
}
async function begun(one = asked): Promise<Promise<number>[]> {
  const answer = share(one);
  await nextTurn();
  return [answer];
}

describe('before it has begun', () => {
  test('equal queries of one caller are executed once, at the end of the turn', async () => {
    const all = [share(asked), share({ ...asked, context: context(callerWith('EXPERT')) }), share(asked)];
    await Promise.resolve();
    expect(executed).toEqual([]);
    expect(await answersOf(...all)).toEqual([1, 1, 1]);
    expect(executed.map((one) => one.asked)).toEqual([asked]);
    expect(shared).toEqual(['waiting', 'waiting']);
  });
  test('whatever is changed meanwhile it will see', async () => {
    const first = share(asked);
    changes.told();
    expect(await answersOf(first, share(asked))).toEqual([1, 1]);
  });
});

describe('once it has begun', () => {
  test('it takes others in for 25 ms', async () => {
    const [first] = await begun();
    clock += 24;
    const second = share(asked);
    clock += 1;
    const third = share(asked);
    const fourth = share(asked);
    expect(await answersOf(first!, second, third, fourth)).toEqual([1, 1, 2, 2]);
    expect(shared).toEqual(['under way', 'waiting']);
  });
  test('it takes nobody in where 0 ms are allowed', async () => {
    share = sharing(0);
    const [first] = await begun();
    expect(await answersOf(first!, share(asked))).toEqual([1, 2]);
  });
  test('it takes nobody in when somebody has been told of a change', async () => {
    const [first] = await begun();
    changes.told();
    expect(await answersOf(first!, share(asked))).toEqual([1, 2]);
  });
  test('it takes nobody in when anybody has begun to change something', async () => {
    const [first] = await begun();
    const changed = share({ ...mutation, context: context(callerWith('CUSTOMER')) });
    expect(await answersOf(first!, changed, share(asked))).toEqual([1, 2, 3]);
  });
  test.each(['answered', 'failed'])('it takes nobody in when a change that was under way at its beginning has %s', async (how) => {
    const changed = share(mutation);
    const [first] = await begun();
    const during = share(asked);
    if (how === 'answered') executed[0]!.answer(0);
    else executed[0]!.fail(new Error('unknown'));
    await changed.catch(() => undefined);
    expect(await answersOf(first!, during, share(asked))).toEqual([2, 2, 3]);
  });
  test('it takes none of our services in, which hear of changes elsewhere', async () => {
    const service = { ...asked, context: context(callerWith('SYSTEM')) };
    const together = [share(service), share(service)];
    await nextTurn();
    expect(await answersOf(...together, share(service))).toEqual([1, 1, 2]);
  });
  test.each([200, -200])('it takes nobody in whose time ends %d ms from its own', async (apart) => {
    const [first] = await begun();
    const other = share({ ...asked, context: context(callerWith('EXPERT'), { deadlineAt: 10_000 + apart }) });
    expect(await answersOf(first!, other)).toEqual([1, 2]);
  });
  test('what it becomes is everybody’s, a failure too, and nobody’s who comes later', async () => {
    const [first] = await begun();
    const all = Promise.allSettled([first!, share(asked)]);
    executed[0]!.fail(new Error('no'));
    expect((await all).map((result) => (result as PromiseRejectedResult).reason.message)).toEqual(['no', 'no']);
    expect(await answersOf(share(asked))).toEqual([2]);
  });
  test('one that was too old and ends does not end what has followed it', async () => {
    const [first] = await begun();
    clock += 30;
    const [second] = await begun();
    executed[0]!.answer(1);
    await first;
    expect(await answersOf(second!, share(asked))).toEqual([2, 2]);
  });
});

test('what is known of how long the answer may be kept is everybody’s who has it', async () => {
  const cache = { header: () => 'max-age=5' } as unknown as Shareable['context']['cache'];
  const [first] = await begun({ ...asked, context: context(callerWith('EXPERT'), { cache }) });
  const other = context(callerWith('EXPERT'), { cache: undefined });
  await answersOf(first!, share({ ...asked, context: other }));
  expect(other.cache).toBe(cache);
});

describe.each(['in the same turn', 'while it is under way'])('%s', (when) => {
  test.each<[string, Shareable]>([
    ['another caller', { ...asked, context: context(anonymous) }],
    ['another of the same role', { ...asked, context: context({ ...callerWith('EXPERT'), id: 'usr_other' } as Caller) }],
    ['the same with other rights', { ...asked, context: context({ ...callerWith('EXPERT'), roles: ['EXPERT', 'ADMIN'] } as Caller) }],
    ['the same in another session', { ...asked, context: context({ ...callerWith('EXPERT'), sessionId: 'ses_other' } as Caller) }],
    ['the same from another address', { ...asked, context: context({ ...callerWith('EXPERT'), clientAddress: '192.0.2.1' } as Caller) }],
    ['other variables', { ...asked, variables: { id: 2 } }],
    ['another document', { ...asked, hash: 'other' }],
    ['another operation of the document', { ...asked, operation: operationOf('query B { a }') }],
    ['a mutation', mutation],
    ['another schema', { ...asked, schema: buildSchema('type Query { a: Int }') }],
    ['one whose answer comes in parts', { ...asked, context: context(callerWith('EXPERT'), { delivery: {} }) }],
    ['one that passes headers to subgraphs', { ...asked, context: context(callerWith('EXPERT'), { headersFor: () => ({}) }) }],
    ['one that gets headers of subgraphs', { ...asked, context: context(callerWith('EXPERT'), { onAnswerHeaders: () => undefined }) }],
  ])('%s has an answer of its own', async (_, other) => {
    const first = share(asked);
    if (when === 'while it is under way') await nextTurn();
    const answers = await answersOf(first, share(other));
    expect([...answers].sort()).toEqual([1, 2]);
    expect(executed.map((one) => one.asked)).toContain(other);
    expect(shared).toEqual([]);
  });
  test('two equal mutations are both executed', async () => {
    const first = share(mutation);
    if (when === 'while it is under way') await nextTurn();
    expect(await answersOf(first, share(mutation))).toEqual([1, 2]);
  });
});
