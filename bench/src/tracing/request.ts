import { setImmediate as nextTurn } from 'node:timers/promises';
import { inSpan, openSpan, traceHeadersIn, traceparent } from '@sysops-squad/chassis/tracing/tracing';
import { buildSchema, execute, parse } from 'graphql';

const schema = buildSchema('type Query { ticket: Ticket } type Ticket { id: ID! number: String! status: String! }');
const document = parse('{ ticket { id number status } }');
const row = { id: 'tic_1', number: 'SYS-1', status: 'NEW' };
const headers = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

/** As little as a subgraph can do for a request: two statements that wait for nothing, one small answer. */
const statement = async (): Promise<void> => void (await nextTurn());
const answer = async (ticket: () => Promise<object>): Promise<string> => JSON.stringify(await execute({ schema, document, rootValue: { ticket } }));

const stored: (string | null)[] = [null];
export const bare = (): Promise<string> =>
  answer(async () => {
    await statement();
    await statement();
    return row;
  });

const tracedStatement = async (): Promise<void> => {
  const span = openSpan('postgresql SELECT', { kind: 'client', within: true });
  await statement();
  span?.end();
};

export const instrumented = (): Promise<string> =>
  inSpan('ticket graphql', { kind: 'server', parent: traceHeadersIn(headers) }, (span) =>
    answer(() =>
      inSpan('Query.ticket', {}, async () => {
        await tracedStatement();
        await tracedStatement();
        stored[0] = traceparent();
        span?.set({ outcome: 'answered' });
        return row;
      })));
