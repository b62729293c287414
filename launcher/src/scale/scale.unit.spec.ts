import { maxConnections } from '../postgres/cluster.ts';
import { checkRoom, readScale } from './scale.ts';

test('reads names and counts', () => {
  expect(readScale('customer=2, ticket=2,ticket-workflow=3')).toEqual({ customer: 2, ticket: 2, 'ticket-workflow': 3 });
});

test.each([
  ['tiket=2', 'there is no process "tiket": choose from auth, customer, payment, ticket, legacy, ticket-workflow'],
  ['ticket', 'ticket=: must be a whole number from 1 to 8, as in ticket=2'],
  ['ticket=0', 'ticket=0: must be a whole number from 1 to 8, as in ticket=2'],
  ['ticket=two', 'ticket=two: must be a whole number from 1 to 8, as in ticket=2'],
  ['ticket=1.5', 'ticket=1.5: must be a whole number from 1 to 8, as in ticket=2'],
  ['ticket=9', 'ticket=9: must be a whole number from 1 to 8, as in ticket=2'],
  ['monolith=2', 'monolith has no instances: there is one monolith'],
  ['router=2', 'router has no instances: ROUTER_PROCESSES says how many processes serve behind its port'],
  ['', 'say which and how many, as in ticket=2,customer=2'],
  ['tiket=2,ticket=0', 'there is no process "tiket": choose from auth, customer, payment, ticket, legacy, ticket-workflow\nticket=0: must be a whole number from 1 to 8, as in ticket=2'],
])('%s: %s', (text, message) => {
  expect(() => readScale(text)).toThrow(message);
});

test('what does not fit into PostgreSQL is refused', () => {
  expect(() => checkRoom({ ticket: 8, customer: 8, 'ticket-workflow': 4 })).not.toThrow();
  expect(() => checkRoom({ ticket: 8, customer: 8, auth: 8, payment: 8, 'ticket-workflow': 8 })).toThrow(`carries ${maxConnections}: ask for fewer`);
});
