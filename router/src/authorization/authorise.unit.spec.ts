import { anonymous, type Caller } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { bothExecutors, type Answer, type BothExecutors } from '../execution/testing/bothExecutors.ts';
import { ruledLibrary } from './testing/ruledLibrary.ts';

const customer = callerWith('CUSTOMER');
const manager = callerWith('MANAGER');
const admin = callerWith('ADMIN');
const both = { ...customer, roles: ['EXPERT', 'OPERATIVE'] } satisfies Caller;

describe.each(['ours', 'gateway'] as const)('%s', (name) => {
  let library: BothExecutors;
  let ask: (query: string, caller?: Caller, variables?: Record<string, unknown>) => Promise<Answer>;
  beforeAll(async () => {
    library = await bothExecutors(ruledLibrary, { elements: 2 });
    ask = (query, caller = anonymous, variables = {}) => library[name](query, variables, caller);
  });
  const calls = () => Object.values(library.subgraphs).flatMap((subgraph) => subgraph.calls);
  const refused = ({ errors = [] }: Answer) => errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.['code']}`);

  test('a refused field is null and told in its place; the rest is answered', async () => {
    const answer = await ask('{ open mine again: mine stock }');
    expect(answer.data).toEqual({ open: expect.any(String), mine: null, again: null, stock: null });
    expect(refused(answer)).toEqual(['mine UNAUTHENTICATED', 'again UNAUTHENTICATED', 'stock UNAUTHENTICATED']);
    expect(refused(await ask('{ mine stock }', customer))).toEqual(['stock FORBIDDEN']);
    expect((await ask('{ stock }', customer)).errors![0]!.message).toBe('This needs the role MANAGER or EXPERT and OPERATIVE.');
    for (const caller of [manager, both]) expect(refused(await ask('{ mine stock }', caller))).toEqual([]);
    expect(refused(await ask('{ stock }', callerWith('EXPERT')))).toEqual(['stock FORBIDDEN']);
  });

  test('nothing is left: no subgraph is asked', async () => {
    const before = calls().length;
    const answer = await ask('{ mine card { number } shelf @skip(if: true) { books { id } } }');
    expect(answer.data).toEqual({ mine: null, card: null });
    expect(calls().length).toBe(before);
  });

  test('what must not be null takes its surroundings along', async () => {
    expect(await ask('{ open money }', manager)).toMatchObject({ data: null, errors: [{ path: ['money'], extensions: { code: 'FORBIDDEN' } }] });
    const { data } = await ask('{ shelf { loan { id fee } secrets { id } } }', manager);
    expect(data).toEqual({ shelf: null });
    expect((await ask('{ shelf { loan { id fee } } }', manager)).data).toEqual({ shelf: { loan: null } });
  });

  test('within lists every place is told, and nothing of it is asked of a subgraph', async () => {
    const before = calls().length;
    const answer = await ask('{ shelf { books { id price author { name address } } } }', manager);
    expect(answer.data.shelf.books).toEqual([0, 1].map(() => ({ id: expect.any(String), price: null, author: { name: expect.any(String), address: null } })));
    expect(refused(answer)).toEqual([0, 1].flatMap((at) => [`shelf.books.${at}.price FORBIDDEN`, `shelf.books.${at}.author.address FORBIDDEN`]));
    expect(calls().slice(before).join()).not.toMatch(/price|address/);
  });

  test('the rule of a type holds wherever it is met', async () => {
    expect((await ask('{ shelf { secret { id } } card { holder { name } } }', customer)).data).toEqual({ shelf: { secret: null }, card: null });
    expect((await ask('{ shelf { secret { id } } card { holder { name } } }', admin)).errors).toBeUndefined();
    expect(refused(await ask('{ grade }'))).toEqual(['grade UNAUTHENTICATED']);
    expect(refused(await ask('{ grade }', customer))).toEqual([]);
  });

  test('on an interface, the rules of all that implement it count; on one of them its own', async () => {
    const kinds = '... on Book { pages } ... on Film { id }';
    const whole = await ask(`{ media { __typename title price ${kinds} } }`, customer);
    expect(whole.data.media.every((one: Record<string, unknown>) => one['price'] === null && one['title'] !== undefined)).toBe(true);
    const own = await ask(`{ media { __typename ... on Film { price } ... on Book { price } } }`, customer);
    for (const one of own.data.media) expect(one.price === null).toBe(one.__typename === 'Book');
    expect(refused(own).length).toBe(own.data.media.filter((one: Record<string, unknown>) => one['__typename'] === 'Book').length);
    const mixed = await ask(`{ media { __typename price ... on Film { price } } }`, customer);
    for (const one of mixed.data.media) expect(one.price === null).toBe(one.__typename === 'Book');
    expect((await ask('{ media { title price } }', admin)).errors).toBeUndefined();
  });

  test('members of a union are refused by themselves', async () => {
    const { data } = await ask('{ found { __typename ... on Secret { text } ... on Book { title } } }', customer);
    for (const one of data.found) expect(one).toEqual(one.__typename === 'Secret' ? { __typename: 'Secret', text: null } : { __typename: 'Book', title: expect.any(String) });
  });

  test('through fragments, whether named or not, at any depth', async () => {
    const query = '{ shelf { ...S } } fragment S on Shelf { books { ...B ... { price } ... on Media { cost: price } } } fragment B on Book { id reader { ...P } } fragment P on Person { name address }';
    const answer = await ask(query);
    expect(answer.data.shelf.books[0]).toEqual({ id: expect.any(String), reader: null, price: null, cost: null });
    expect((await ask(query, customer)).data.shelf.books[0]).toEqual({ id: expect.any(String), reader: { name: expect.any(String), address: null }, price: null, cost: null });
    expect((await ask(query, admin)).errors).toBeUndefined();
  });

  test('what is skipped is not refused', async () => {
    const query = 'query ($all: Boolean!) { open money @include(if: $all) shelf { books { id price @skip(if: $all) } } }';
    expect(refused(await ask(query, manager, { all: false }))).toEqual(['shelf.books.0.price FORBIDDEN', 'shelf.books.1.price FORBIDDEN']);
    expect(refused(await ask(query, manager, { all: true }))).toEqual(['money FORBIDDEN']);
  });

  test('a refused mutation does not run, the others do', async () => {
    const before = calls().length;
    const answer = await ask('mutation { destroy(id: 1) { id } lend(id: 1) { id fee } kept: lend(id: 2) { id } }', manager);
    expect(answer.data).toEqual({ destroy: null, lend: null, kept: { id: expect.any(String) } });
    expect(calls().slice(before).join()).not.toMatch(/destroy|fee/);
  });

  test('a policy that is not known is fulfilled by nobody', async () => {
    for (const caller of [anonymous, admin, callerWith('SYSTEM')]) expect((await ask('{ unknown }', caller)).data).toEqual({ unknown: null });
  });

  test('nothing that was compiled for one caller serves another with other rights', async () => {
    const query = '{ mine stock shelf { books { price reader { name } } secret { text } } card { number } }';
    const fresh = await bothExecutors(ruledLibrary, { elements: 2 });
    const callers = [anonymous, customer, manager, both, admin, callerWith('SYSTEM')];
    const alone = new Map<Caller, Answer>();
    for (const caller of callers) alone.set(caller, await (await bothExecutors(ruledLibrary, { elements: 2 }))[name](query, {}, caller));
    for (const caller of [...callers, ...callers.toReversed(), admin, anonymous, admin, manager]) expect(await fresh[name](query, {}, caller)).toEqual(alone.get(caller));
    expect(new Set([...alone.values()].map((answer) => JSON.stringify(answer))).size).toBe(5);
  });
});

test('what comes later is refused there, and told in its part', async () => {
  const library = await bothExecutors(ruledLibrary, { elements: 2 });
  const query = '{ open ... on Query @defer(label: "later") { mine shelf { books { id price ... on Book @defer(label: "last") { title pages author { name address } } } } } card { number } }';
  for (const caller of [anonymous, customer, manager, admin]) {
    const whole = await library.ours(query, {}, caller);
    const { answer, parts } = await library.inParts(query, {}, caller);
    expect(answer.data).toEqual(whole.data);
    expect(parts).toBe(3);
    expect(answer.errors?.map(({ path }) => path)).toEqual(caller === admin ? undefined : [['card']]);
  }
  expect(library.subgraphs['library']!.calls.filter((call) => call.includes('price')).length).toBeGreaterThan(0);
  const before = library.subgraphs['people']!.calls.length;
  await library.inParts(query, {}, customer);
  expect(library.subgraphs['people']!.calls.slice(before).join()).not.toContain('address');
});

test('both executors refuse alike', async () => {
  const library = await bothExecutors(ruledLibrary, { elements: 3, nulls: 0.1 });
  const query = '{ open mine shelf { books { id price pages author { name address } reader { id } } secret { text } } media { __typename title price ... on Film { id price } } found { __typename ... on Secret { text } } card { holder { name } } grade }';
  for (const caller of [anonymous, customer, manager, admin]) expect(await library.ours(query, {}, caller)).toEqual(await library.gateway(query, {}, caller));
});
