import { anonymous, serviceCaller, type Caller } from '@sysops-squad/chassis/caller';
import { createCallerBudget } from '../limits/callerBudget.ts';
import { defaultLimits } from '../limits/operationLimits.ts';
import { createAdmission, type OperationRefused } from './admission.ts';
import { createOperationText } from './operationText.ts';

const sdl = (weight: number) => `
  directive @cost(weight: Int!) on OBJECT
  type Query { books(first: Int): [Book!] }
  type Book @cost(weight: ${weight}) { id: ID! }
`;
const user: Caller = { ...anonymous, kind: 'user', id: 'usr_1' };

function gate() {
  const charged: number[] = [];
  const live = { current: { sdl: sdl(1) } };
  const limits = { ...defaultLimits, listSize: 100, cost: 90 };
  const charge = async (_caller: Caller, cost: number) => (charged.push(cost), null);
  const admit = createAdmission({ supergraph: () => live.current, text: createOperationText({ persisted: undefined, onlyPersisted: false }), limits, charge });
  const refusal = (query: string, variables: unknown, caller = user) => admit({ query, variables }, caller).then(({ cost }) => cost, ({ errors }: OperationRefused) => errors[0]!.extensions);
  return { charged, live, refusal };
}
const query = 'query Books($n: Int) { books(first: $n) { id } }';

test('a list that is too long and a cost that is too high, by the variables of each request', async () => {
  const { refusal, charged } = gate();
  expect(await refusal(query, { n: 101 })).toEqual({ code: 'OPERATION_TOO_LARGE', limit: 'listSize', actual: 101, maximum: 100 });
  expect(await refusal(query, { n: 91 })).toEqual({ code: 'OPERATION_TOO_LARGE', limit: 'cost', actual: 91, maximum: 90 });
  expect(await refusal(query, { n: 90 })).toBe(90);
  expect(charged).toEqual([104, 104, 90]);
});

test('what is refused is paid for, by the size of its document and variables', async () => {
  const { refusal, charged } = gate();
  const long = `{ ${'books { id } '.repeat(30)}}`;
  await refusal(long, {});
  await refusal(query, { n: 1e400, list: Array.from({ length: 4_000 }, () => 1) });
  await refusal(query, { n: 1, list: Array.from({ length: 4_000 }, () => 1) });
  expect(charged).toEqual([100 + Math.floor(long.length / 10), 100 + 4, 41]);
});

test('whose budget is spent hears of that, in the place of what is wrong', async () => {
  const limits = { ...defaultLimits, listSize: 100 };
  const admit = createAdmission({ supergraph: () => ({ sdl: sdl(1) }), text: createOperationText({ persisted: undefined, onlyPersisted: false }), limits, charge: createCallerBudget(150) });
  const code = () => admit({ query, variables: { n: 101 } }, user).then(() => 'admitted', ({ errors }: OperationRefused) => errors[0]!.extensions['code']);
  expect([await code(), await code()]).toEqual(['OPERATION_TOO_LARGE', 'RATE_LIMITED']);
});

test('a service pays nothing and is not limited in cost, but in size', async () => {
  const { refusal, charged } = gate();
  expect(await refusal(query, { n: 95 }, serviceCaller('ticket-workflow'))).toBe(95);
  expect(await refusal(query, { n: 101 }, serviceCaller('ticket-workflow'))).toMatchObject({ limit: 'listSize' });
  expect(charged).toEqual([]);
});

test('another supergraph has other weights', async () => {
  const { refusal, live } = gate();
  expect(await refusal(query, { n: 2 })).toBe(2);
  live.current = { sdl: sdl(30) };
  expect(await refusal(query, { n: 2 })).toBe(60);
});

test('what is not GraphQL, and an operation that is not there, are for others to refuse', async () => {
  const { refusal } = gate();
  expect(await refusal('{ books', {})).toBe(0);
  expect(await refusal('query A { books { id } } query B { books { id } }', {})).toBe(0);
});

test('the automatic persisted queries are bounded: what was used last stays', () => {
  const text = createOperationText({ persisted: undefined, onlyPersisted: false, kept: 2 });
  const asked = (id: string, query?: string) => ({ documentId: id, query });
  for (const id of ['a', 'b']) text.keep(asked(id, `{ ${id} }`));
  expect(text.of(asked('a'), false)).toBe('{ a }');
  text.keep(asked('c', '{ c }'));
  expect(['a', 'c'].map((id) => text.of(asked(id), false))).toEqual(['{ a }', '{ c }']);
  expect(() => text.of(asked('b'), false)).toThrow('PersistedQueryNotFound');
});
