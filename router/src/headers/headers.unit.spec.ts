import { requestHeaders, rulesFor, type RequestRule, type ScopedRules } from './headerRules.ts';
import { collectResponseHeaders } from './responseHeaders.ts';

describe('to subgraphs', () => {
  const client = { 'accept-language': 'de', 'x-desk-a': '1', 'x-desk-b': '2', authorization: 'Bearer t', cookie: 'c', 'x-router-proof': 'forged', 'x-forwarded-for': '1.2.3.4' };
  test('nothing is sent on that no rule names', () => expect(requestHeaders([], client)).toEqual({}));
  test('by name, under another one, with a default, by a pattern, always, and taken back', () => {
    expect(requestHeaders([{ propagate: 'accept-language' }, { propagate: 'x-desk-a', rename: 'x-a' }, { propagate: 'x-none', default: 'd' }, { propagate: 'x-none-either' }], client)).toEqual({ 'accept-language': 'de', 'x-a': '1', 'x-none': 'd' });
    expect(requestHeaders([{ matching: '^X-DESK' }, { remove: 'x-desk-a' }, { insert: 'x-by', value: 'router' }], client)).toEqual({ 'x-desk-b': '2', 'x-by': 'router' });
  });
  test('a pattern never finds what is the router’s own, and a credential only where the rule says so', () => {
    expect(requestHeaders([{ matching: '.*' }], client)).toEqual({ 'accept-language': 'de', 'x-desk-a': '1', 'x-desk-b': '2', 'x-forwarded-for': '1.2.3.4' });
    expect(requestHeaders([{ matching: '.*', sensitive: true }], client)).toMatchObject({ cookie: 'c', authorization: 'Bearer t' });
    expect(requestHeaders([{ matching: '.*', sensitive: true }], client)).not.toHaveProperty('x-router-proof');
  });
  test('rules for one subgraph come after those for all, and hold for it alone', () => {
    const rules: ScopedRules<RequestRule> = { all: [{ insert: 'x-a', value: '1' }], subgraphs: { legacy: [{ remove: 'x-a' }] } };
    expect(requestHeaders(rulesFor(rules, 'legacy'), {})).toEqual({});
    expect(requestHeaders(rulesFor(rules, 'ticket'), {})).toEqual({ 'x-a': '1' });
    expect(rulesFor(rules, 'constructor')).toEqual(rules.all);
  });
});

describe('to the client', () => {
  const answered = (rules: Parameters<typeof collectResponseHeaders>[0], ...answers: [string, Record<string, string | string[]>][]) => {
    const collected = collectResponseHeaders(rules);
    for (const [subgraph, headers] of answers) collected.received(subgraph, headers);
    return Object.fromEntries(collected.toClient());
  };
  const both: [string, Record<string, string>][] = [['a', { 'x-w': '1', date: 'today' }], ['b', { 'x-w': '2' }]];
  test.each([[undefined, '1'], ['first', '1'], ['last', '2'], ['append', '1, 2']] as const)('of several answers: %s', (algorithm, value) => {
    expect(answered({ all: [{ propagate: 'x-w', algorithm }] }, ...both)).toEqual({ 'x-w': value });
  });
  test('nothing else of a subgraph’s; under another name, with a default, always', () => {
    expect(answered({}, ...both)).toEqual({});
    expect(answered({ all: [{ propagate: 'date', rename: 'x-date' }, { propagate: 'x-n', default: 'd' }, { propagate: 'x-m' }, { insert: 'x-i', value: 'v' }] }, ...both)).toEqual({ 'x-date': 'today', 'x-n': 'd', 'x-i': 'v' });
  });
  test('taken back for one subgraph', () => {
    expect(answered({ all: [{ propagate: 'x-w' }], subgraphs: { a: [{ remove: 'x-w' }] } }, ...both)).toEqual({ 'x-w': '2' });
  });
  test('cookies stay apart', () => {
    expect(answered({ all: [{ propagate: 'set-cookie', algorithm: 'append', sensitive: true }] }, ['a', { 'set-cookie': ['x=1', 'y=2'] }], ['b', { 'set-cookie': ['z=3'] }])).toEqual({ 'set-cookie': ['x=1', 'y=2', 'z=3'] });
  });
});
