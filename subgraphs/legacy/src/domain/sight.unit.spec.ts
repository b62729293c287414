import { anonymous } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { mayContactCustomer, maySeeCustomer, maySeeMoney } from './customer.ts';
import { maySeeTicket, maySeeVisit, type Ticket, type TicketStatus } from './ticket.ts';
import { scopeOf } from './ticketScope.ts';

const customer = callerWith('CUSTOMER', { customerId: 'cus_1' });
const expert = callerWith('EXPERT', { expertId: 'exp_1' });
const staff = (['OPERATIVE', 'MANAGER', 'ADMIN'] as const).map((role) => callerWith(role));
const ticket = { customerId: 'cus_1', expertId: 'exp_1' };

test('a customer sees the own ticket, an expert the assigned one, staff all', () => {
  expect([customer, expert, ...staff].map((caller) => maySeeTicket(caller, ticket))).toEqual([true, true, true, true, true]);
  const others = { customerId: 'cus_2', expertId: 'exp_2' };
  expect([customer, expert, anonymous].map((caller) => maySeeTicket(caller, others))).toEqual([false, false, false]);
  expect(maySeeTicket(callerWith('EXPERT'), { customerId: 'cus_2', expertId: null })).toBe(false);
  expect(maySeeTicket(callerWith('CUSTOMER'), others)).toBe(false);
});

test.each<[TicketStatus, boolean]>([['NEW', false], ['AWAITING_DISPATCH', false], ['OFFERED', false], ['NEEDS_ATTENTION', false], ['ACCEPTED', true], ['EN_ROUTE', true], ['CLOSED', true]])(
  'of a ticket that is %s the customer sees who comes: %s',
  (status, visible) => {
    expect(maySeeVisit(customer, { ...ticket, status } as Ticket)).toBe(visible);
    expect(maySeeVisit(staff[0]!, { ...ticket, status } as Ticket)).toBe(true);
  },
);

test('nobody lists more than they may see', () => {
  expect(scopeOf(customer, {})).toEqual({ customerId: 'cus_1' });
  expect(scopeOf(customer, { customerId: 'cus_2' })).toBeNull();
  expect(scopeOf(customer, { expertId: 'exp_9', status: ['OFFERED', 'ACCEPTED'] })).toEqual({ customerId: 'cus_1', expertId: 'exp_9', statuses: ['ACCEPTED'] });
  expect(scopeOf(customer, { expertId: 'exp_9' })!.statuses).not.toContain('OFFERED');
  expect(scopeOf(expert, { customerId: 'cus_2' })).toEqual({ expertId: 'exp_1', customerId: 'cus_2' });
  expect(scopeOf(expert, { expertId: 'exp_2' })).toBeNull();
  expect(scopeOf(callerWith('CUSTOMER'), {})).toBeNull();
  expect(scopeOf(staff[0]!, { customerId: 'cus_2' })).toEqual({ customerId: 'cus_2' });
  expect(scopeOf(staff[0]!, { status: [] })).toBeNull();
});

test('money is the customer’s, MANAGER’s and ADMIN’s business', () => {
  const all = [customer, ...staff, expert, anonymous];
  expect(all.map((caller) => maySeeMoney(caller, 'cus_1'))).toEqual([true, false, true, true, false, false]);
  expect(all.map((caller) => maySeeCustomer(caller, 'cus_1'))).toEqual([true, true, true, true, false, false]);
  expect(all.map((caller) => mayContactCustomer(caller, 'cus_1'))).toEqual([true, true, true, true, true, false]);
  expect(maySeeMoney(customer, 'cus_2')).toBe(false);
});
