import { createLogger } from '@sysops-squad/chassis/logger';
import { GraphQLError } from 'graphql';
import { createPublicErrors } from './publicErrors.ts';
import type { SubgraphErrorRules } from './subgraphErrorRules.ts';

const logged: { details: Record<string, unknown>; message: string }[] = [];
const logger = createLogger('test');
logger.error = ((details: Record<string, unknown>, message: string) => logged.push({ details, message })) as unknown as typeof logger.error;
beforeEach(() => (logged.length = 0));

const told = (extensions: Record<string, unknown>, subgraphs?: SubgraphErrorRules) =>
  createPublicErrors(logger, { suggestions: true, subgraphs })({ message: 'in its own words', path: ['a'], extensions }, new Error('the cause'));
const codeOf = (code: string, serviceName: string, subgraphs?: SubgraphErrorRules) => told({ code, serviceName }, subgraphs).extensions!['code'];

test('a code that clients can act on is told with its message and what it may say besides', () => {
  expect(told({ code: 'BAD_USER_INPUT', field: 'input.start', stacktrace: ['at secret'], query: 'x' })).toEqual({ message: 'in its own words', path: ['a'], extensions: { code: 'BAD_USER_INPUT', field: 'input.start' } });
  expect(told({ code: 'UNPLANNABLE' }).extensions).toEqual({ code: 'UNPLANNABLE' });
  expect(logged).toEqual([]);
});

test.each([{}, { code: 'ECONNREFUSED' }, { code: 'INTERNAL_SERVER_ERROR' }, { code: 'OVERLOADED', serviceName: 'ticket' }])('anything else is masked, with an id that the log has: %j', (extensions) => {
  const { message, extensions: shown } = told(extensions);
  expect(shown).toEqual({ code: 'INTERNAL', errorId: expect.any(String) });
  expect(message).toContain(shown!['errorId']);
  expect(message).not.toContain('own words');
  expect(logged).toEqual([{ message: 'internal error', details: expect.objectContaining({ errorId: shown!['errorId'], err: new Error('the cause') }) }]);
});

test('what a subgraph has masked keeps the id under which its own log has the cause', () => {
  expect(told({ code: 'INTERNAL', errorId: 'e-1', serviceName: 'ticket' }).extensions).toEqual({ code: 'INTERNAL', errorId: 'e-1' });
});

test('the cause of a resolver is logged, not its wrapping', () => {
  createPublicErrors(logger, { suggestions: true })({ message: 'x' }, new GraphQLError('x', { path: ['a'], originalError: new Error('deep') }));
  expect(logged[0]!.details['err']).toEqual(new Error('deep'));
});

describe('which codes a subgraph may tell', () => {
  const rules: SubgraphErrorRules = { all: { codes: ['FORBIDDEN', 'SLOT_TAKEN'] }, subgraphs: { legacy: { codes: [] }, payment: { codes: ['CARD_DECLINED'], extensions: ['declineCode', 'serviceName', 'stacktrace'] }, ticket: { extensions: ['until'] } } };
  test('is said for all, and for one in its place', () => {
    expect(codeOf('SLOT_TAKEN', 'customer', rules)).toBe('SLOT_TAKEN');
    expect(codeOf('BAD_USER_INPUT', 'customer', rules)).toBe('INTERNAL');
    expect(codeOf('SLOT_TAKEN', 'payment', rules)).toBe('INTERNAL');
    expect(codeOf('CARD_DECLINED', 'payment', rules)).toBe('CARD_DECLINED');
    expect(codeOf('CARD_DECLINED', 'customer', rules)).toBe('INTERNAL');
    expect(codeOf('FORBIDDEN', 'legacy', rules)).toBe('INTERNAL');
    expect(codeOf('SLOT_TAKEN', 'ticket', rules)).toBe('SLOT_TAKEN');
  });
  test('with what they may say besides, but never where the router writes itself', () => {
    expect(told({ code: 'CARD_DECLINED', serviceName: 'payment', declineCode: '05', other: 1, stacktrace: [] }, rules).extensions).toEqual({ code: 'CARD_DECLINED', declineCode: '05' });
    expect(told({ code: 'SLOT_TAKEN', serviceName: 'customer', until: 'x' }, rules).extensions).toEqual({ code: 'SLOT_TAKEN' });
    expect(told({ code: 'SLOT_TAKEN', serviceName: 'ticket', until: 'x' }, rules).extensions).toEqual({ code: 'SLOT_TAKEN', until: 'x' });
  });
  test('never changes what the router says itself, nor that a subgraph does not answer', () => {
    expect(told({ code: 'BAD_USER_INPUT' }, rules).extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(codeOf('UNAVAILABLE', 'legacy', rules)).toBe('UNAVAILABLE');
  });
});
