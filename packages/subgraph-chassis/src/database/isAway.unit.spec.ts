import { GraphQLError } from 'graphql';
import { isAway } from './isAway.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });
const ofPrisma = (cause: object, code = 'P2010'): Error => Object.assign(coded(code), { meta: { driverAdapterError: Object.assign(new Error('DriverAdapterError'), { cause }) } });

test.each([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].map(coded),
  // Connections, resources, the server stops, starts, stood by; timeouts; gave way.
  ...['08006', '08P01', '53100', '53300', '57P01', '57P02', '57P03', '57014', '25006', '25P03', '40001', '40P01', '55P03'].map(coded),
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'].map(coded),
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TransactionWriteConflict', 'TooManyConnections'].map((kind) => ofPrisma({ kind })),
  ofPrisma({ kind: 'postgres', originalCode: '57P01', code: '57P01' }),
  new Error('Connection terminated unexpectedly'), new Error('Connection terminated due to connection timeout'), new Error('Query read timeout'),
  new Error('timeout exceeded when trying to connect'), new Error('Client has encountered a connection error and is not queryable'),
  new GraphQLError('x', { originalError: new Error('of a resolver', { cause: coded('57P03') }) }), new AggregateError([new Error('x'), coded('ECONNREFUSED')]),
])('away: %p %#', (error) => expect(isAway(error)).toBe(true));

test.each([
  coded('23505'), coded('22P02'), coded('42P01'), coded('42501'), coded('28P01'), coded('3D000'), coded('P2002'), coded('P2025'), coded('ERR_INVALID_ARG_TYPE'),
  ofPrisma({ kind: 'UniqueConstraintViolation', originalCode: '23505' }, 'P2002'), new TypeError('x is not a function'), new Error('the word ECONNREFUSED in a text'),
  null, undefined, 'ECONNREFUSED', 7,
])('a bug, or a refusal: %p %#', (error) => expect(isAway(error)).toBe(false));

test('an error that is its own cause is looked at for a bounded time', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isAway(error)).toBe(false);
});
