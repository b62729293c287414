import { anonymous } from '@sysops-squad/chassis/caller';
import { createLogger } from '@sysops-squad/chassis/logger';
import { buildSchema } from 'graphql';
import { countChangesHere } from '../operations/changesHere.ts';
import { createKnownDocuments } from '../operations/knownDocuments.ts';
import { createPublicErrors } from '../operations/publicErrors.ts';
import { createRunOperation } from '../operations/runOperation.ts';
import { createDesk } from '../testing/desk.ts';
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts';
import { until } from '@sysops-squad/chassis/testing/until';
import type { CallContext } from '../subgraphs/callContext.ts';
import { isRefused, type Load } from './load.ts';
import { shedLoad } from './shedLoad.ts';

const schema = buildSchema('type Query { ticket: ID } type Mutation { createTicket: ID cancelTicket: ID acceptOffer: ID }');
const logger = createLogger('test');

test('reads are given up first, then changes; a ticket is created and cancelled as long as anything is', async () => {
  let load: Load = { inFlight: 0, delayMs: 0 };
  const hooks = [shedLoad({ refuses: (importance) => isRefused(importance, load, 0.5) })];
  const read = createKnownDocuments({ introspection: true, hooks });
  const execute = async () => ({ data: {} });
  const run = createRunOperation({ schema: () => schema, read, execute, hooks, publicErrors: createPublicErrors(logger, { suggestions: true }), sharing: { changes: countChangesHere() }, logger });
  const answered = async (query: string): Promise<boolean> => {
    const context: CallContext = { caller: anonymous, requestId: 'r', deadline: new AbortController().signal };
    const { status, text, retryAfterSeconds } = await run({ query, operationName: undefined, variables: {}, readOnly: false }, context);
    if (status === 200) return true;
    expect([JSON.parse(text).errors[0].extensions.code, status]).toEqual(['OVERLOADED', 503]);
    expect([1, 2, 3]).toContain(retryAfterSeconds);
    return false;
  };
  const all = async (times: number) => {
    load = { inFlight: times * 1_000, delayMs: 0 };
    return Promise.all(['{ ticket }', 'mutation { acceptOffer }', 'mutation { createTicket }', 'mutation { cancelTicket }'].map(answered));
  };
  expect(await all(0.9)).toEqual([true, true, true, true]);
  expect(await all(2)).toEqual([false, true, true, true]);
  expect(await all(4)).toEqual([false, false, true, true]);
  expect(await all(8)).toEqual([false, false, false, false]);
});

let router: TestRouter | undefined;
const desk = createDesk();
afterEach(async () => {
  desk.letGo();
  await router?.stop();
});

test('too many requests in flight: 503 with Retry-After over HTTP, while a change is still made', async () => {
  const { query } = (router = await startTestRouter(desk.subgraphs, { requestsInFlight: 60, queryTimeoutMs: 5_000, deadlineMs: 8_000, parallelCalls: 500 }));
  const waiting = Array.from({ length: 130 }, (_, number) => query(`{ each${number}: slow }`));
  await until('many wait, or are refused', () => desk.hanging() > 50);
  const refused: number[] = [];
  await until('a read is refused', async () => {
    const { status, headers, body } = await query('{ ticket(id: "a") { id } }');
    if (status === 503) refused.push(Number(headers.get('retry-after')), Number(body.errors![0]!.extensions['retryAfterSeconds']));
    return status === 503;
  });
  expect(refused[0]).toBeGreaterThanOrEqual(1);
  expect(refused[0]).toBe(refused[1]);
  expect((await query('mutation { rename(id: "a", title: "New") { title } }')).body).toEqual({ data: { rename: { title: 'New' } } });
  desk.letGo();
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(50);
  expect((await query('{ ticket(id: "a") { id } }')).status).toBe(200);
});
