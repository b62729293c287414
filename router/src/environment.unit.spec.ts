import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { readRouterSettings } from './environment.ts';

const { env } = process;
const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => (written.push(String(text)), true));
  jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
});
afterEach(() => {
  process.env = env;
  jest.restoreAllMocks();
});

const safetyWith = (environment: Record<string, string>) => {
  process.env = { ...environment };
  return readRouterSettings([]).safety!;
};
const production = { NODE_ENV: 'production', ROUTER_PRIVATE_KEY: JSON.stringify(testKeys().router.private) };

test('in production only listed operations are accepted, and without a list the router does not start', () => {
  expect(() => safetyWith(production)).toThrow('exit 1');
  expect(written.join()).toMatch(/PERSISTED_OPERATIONS: is missing.*npm run persisted.*OPERATIONS=any/);
  expect(safetyWith({ ...production, PERSISTED_OPERATIONS: '/list.json' })).toMatchObject({ onlyPersisted: true, persistedFile: '/list.json', reportCost: false, costPerMinute: 500_000 });
  expect(safetyWith({ ...production, OPERATIONS: 'any' })).toMatchObject({ onlyPersisted: false, costPerMinute: 500_000 });
});

test('in development every operation is accepted, unless told otherwise, without a budget', () => {
  expect(safetyWith({})).toMatchObject({ onlyPersisted: false, reportCost: true, costPerMinute: 0, limits: { depth: 15, cost: 50_000 } });
  expect(safetyWith({ OPERATIONS: 'persisted', PERSISTED_OPERATIONS: '/list.json' })).toMatchObject({ onlyPersisted: true });
  expect(() => safetyWith({ OPERATIONS: 'persisted' })).toThrow('exit 1');
});

test('each limit has its variable', () => {
  const names = ['DOCUMENT_LENGTH', 'TOKENS', 'NESTING', 'DEPTH', 'ALIASES', 'ROOT_FIELDS', 'DIRECTIVES', 'REPEATED_FIELDS', 'INTROSPECTION_DEPTH', 'LIST_SIZE', 'COST', 'NAME_LENGTH'];
  const { limits } = safetyWith(Object.fromEntries(names.map((name, index) => [`LIMIT_${name}`, String(index + 1)])));
  expect(limits).toEqual({ documentLength: 1, tokens: 2, nesting: 3, depth: 4, aliases: 5, rootFields: 6, directives: 7, repeatedFields: 8, introspectionDepth: 9, listSize: 10, cost: 11, nameLength: 12 });
});

test('labels of overrides are decided by name', () => {
  process.env = { OVERRIDE_LABELS: 'experts-new=true, percent(20)=false' };
  expect(readRouterSettings([]).overrideLabels).toEqual({ 'experts-new': true, 'percent(20)': false });
  process.env = { OVERRIDE_LABELS: 'experts-new' };
  expect(() => readRouterSettings([])).toThrow('exit 1');
  expect(written.join()).toContain('name=true or name=false');
});

test('each service has its own public key; one for all, a private one and one under two names stop the router, unquoted', () => {
  const [one, other] = [testKeys().service, testKeys().service];
  const keysWith = (environment: Record<string, string>) => {
    process.env = environment;
    return readRouterSettings([]).serviceKeys;
  };
  expect(keysWith({})).toEqual(new Map());
  expect(keysWith({ SERVICE_PUBLIC_KEYS: JSON.stringify({ auth: one.public, customer: other.public }) })).toEqual(new Map([['auth', one.public], ['customer', other.public]]));
  for (const wrong of ['auth', '[]x', 'null', JSON.stringify(one.public), JSON.stringify({ auth: one.private }), JSON.stringify({ auth: one.public, customer: one.public })]) {
    expect(() => keysWith({ SERVICE_PUBLIC_KEYS: wrong })).toThrow('exit 1');
  }
  expect(() => keysWith({ SERVICE_PUBLIC_KEY: JSON.stringify(one.public) })).toThrow('exit 1');
  expect(written.join('')).toMatch(/SERVICE_PUBLIC_KEY: is not read any more.*set SERVICE_PUBLIC_KEYS=/);
  for (const part of [one.public.x!, one.private.d!]) expect(written.join('')).not.toContain(part);
});
