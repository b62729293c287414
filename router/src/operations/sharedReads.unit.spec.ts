import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { seeded } from '../execution/testing/randomOperations.ts';
import { countChangesHere } from './changesHere.ts';
import { shareUnderWay, type Shareable } from './shareUnderWay.ts';

const schema = buildSchema('type Query { a: Int }');
const deadline = new AbortController().signal;
const operationOf = (text: string): OperationDefinitionNode => parse(text).definitions[0] as OperationDefinitionNode;
const operations = { query: operationOf('query A { a }'), mutation: operationOf('mutation A { a }') };
const callers: Caller[] = [callerWith('CUSTOMER'), callerWith('CUSTOMER', { id: 'usr_2' }), callerWith('CUSTOMER', { roles: ['CUSTOMER', 'MANAGER'] }), anonymous];
const withinMs = 25;

type Read = { version: number; caller: Caller; id: unknown };

/** One world with a version, which anybody may change, and a router that shares; everything under way goes on by a step when chance wants it. */
function createWorld(random: () => number) {
  const whole = (below: number): number => Math.floor(random() * below);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)]!;
  const [longest, busy] = [1 + whole(10), 0.3 + random() * 0.4];
  const changes = countChangesHere();
  const counts = { mutations: 0, executed: 0, joinedUnderWay: 0 };
  let [clock, version, told] = [1_000, 0, 0];
  const history = [{ at: 0, version }];
  const underWay: (() => void)[] = [];
  const untold: number[] = [];
  const wrong: string[] = [];
  const answers: Promise<void>[] = [];

  const change = (): number => (history.push({ at: clock, version: (version += 1) }), version);
  const versionAt = (time: number): number => history.findLast(({ at }) => at <= time)!.version;
  const execute = ({ operation, variables, context }: Shareable): Promise<Read> =>
    new Promise((resolve, reject) => {
      counts.executed += operation === operations.mutation ? 1 : 0;
      underWay.push(() => {
        if (operation === operations.mutation && random() < 0.8) change();
        const read = { version, caller: context.caller, id: variables['id'] };
        underWay.push(() => (operation === operations.mutation && random() < 0.3 ? reject(new Error('unknown')) : resolve(read)));
      });
    });
  const share = shareUnderWay(execute, { changes, withinMs, now: () => clock, onShared: (execution) => (counts.joinedUnderWay += execution === 'under way' ? 1 : 0) });
  const asked = (operation: OperationDefinitionNode, caller: Caller, id: number): Shareable =>
    ({ schema, hash: 'h', operation, variables: { id }, context: { caller: { ...caller }, requestId: 'r', deadline, deadlineAt: clock } });

  const query = (): void => {
    const [caller, id, askedAt, known] = [random() < 0.5 ? callers[0]! : one(callers), whole(2), clock, told];
    const answered = share(asked(operations.query, caller, id)).then((read) => {
      if (JSON.stringify([read.caller, read.id]) !== JSON.stringify([caller, id])) wrong.push(`${caller.id} got what ${read.caller.id} asked for`);
      if (read.version < known) wrong.push(`version ${read.version}, though ${known} had been told of`);
      if (read.version < versionAt(askedAt - withinMs)) wrong.push(`version ${read.version}, out of date for more than ${withinMs} ms`);
    });
    answers.push(answered);
  };
  const mutate = (): void => {
    counts.mutations += 1;
    answers.push(share(asked(operations.mutation, one(callers), 0)).then((read) => void (told = Math.max(told, read.version)), () => undefined));
  };
  const handOutEvent = (): void => {
    const next = untold.shift();
    if (next === undefined) return;
    changes.told();
    told = Math.max(told, next);
  };
  const goOn = (): void => underWay.splice(whole(underWay.length), 1)[0]?.();
  return {
    step(): void {
      clock += whole(longest);
      if (random() < busy) one([query, query, query, query, mutate, mutate, () => untold.push(change()), handOutEvent])();
      else goOn();
    },
    async end(): Promise<void> {
      for (await nextTurn(); underWay.length > 0; await nextTurn()) goOn();
      await Promise.all(answers);
    },
    wrong,
    counts,
  };
}

test('however queries, changes and events meet: nobody gets another’s answer, one from before what he was told of, or one too old', async () => {
  let joined = 0;
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const world = createWorld(random);
    for (let step = 0; step < 200; step += 1) {
      world.step();
      if (random() < 0.4) await nextTurn();
    }
    await world.end();
    const { mutations, executed, joinedUnderWay } = world.counts;
    expect({ seed, wrong: world.wrong, executed }).toEqual({ seed, wrong: [], executed: mutations });
    joined += joinedUnderWay;
  }
  expect(joined).toBeGreaterThan(1_000);
});
