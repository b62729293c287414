import fc from '@sysops-squad/chassis/testing/properties';
import { notificationTemplate, workflowMessages } from '@sysops-squad/event-contracts';
import { wayTo } from '../lookups/contact.ts';
import { notification } from './notification.ts';
import { quietMinutesLeft } from './quietHours.ts';
import { wordsFor } from './words.ts';

describe('quiet hours', () => {
  const night = { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin' };
  test.each([
    ['2026-11-23T20:59:00Z', 0],
    ['2026-11-23T21:00:00Z', 540],
    ['2026-11-23T23:30:00Z', 390],
    ['2026-11-24T05:59:00Z', 1],
    ['2026-11-24T06:00:00Z', 0],
    ['2026-07-23T20:00:00Z', 540],
    // Nights in which the clock is changed: eight and ten hours.
    ['2026-03-28T21:00:00Z', 480],
    ['2026-03-29T00:30:00Z', 270],
    ['2026-10-24T20:00:00Z', 600],
    ['2026-10-25T00:30:00Z', 330],
  ])('%s: %i minutes left', (now, minutes) => expect(quietMinutesLeft(night, new Date(now))).toBe(minutes));

  test('within a day, none at all, and an unknown zone', () => {
    expect(quietMinutesLeft({ start: '12:00', end: '13:00', timeZone: 'UTC' }, new Date('2026-11-23T12:15:00Z'))).toBe(45);
    expect(quietMinutesLeft({ start: '12:00', end: '12:00', timeZone: 'UTC' }, new Date('2026-11-23T12:00:00Z'))).toBe(0);
    expect(quietMinutesLeft({ start: '12:00', end: '13:00', timeZone: 'Mars/Olympus' }, new Date('2026-11-23T12:30:00Z'))).toBe(30);
  });

  test('as long as the clock on the wall shows a quiet time, in any zone and any night', () => {
    const clock = fc.integer({ min: 0, max: 1_439 }).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kolkata');
    const moment = fc.tuple(fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-06-01'), fc.integer({ min: -1_440, max: 1_440 })).map(([day, minute]) => Date.parse(day) + minute * 60_000);
    fc.assert(fc.property(clock, clock, zone, moment, (start, end, timeZone, now) => {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' });
      const isQuiet = (time: string) => (start <= end ? start <= time && time < end : start <= time || time < end);
      let minutes = 0;
      while (isQuiet(wall.format(now + minutes * 60_000))) minutes += 1;
      expect(quietMinutesLeft({ start, end, timeZone }, new Date(now))).toBe(minutes);
    }), { numRuns: 300 });
  });
});

test('a message goes by the preferred channel, else by the other one, else nowhere', () => {
  const contact = { email: 'a@example.com', phone: '+49', channel: 'SMS' as const, quietHours: null, isUnproven: false };
  expect(wayTo(contact)).toEqual({ channel: 'SMS', address: '+49' });
  expect(wayTo({ ...contact, phone: null })).toEqual({ channel: 'EMAIL', address: 'a@example.com' });
  expect(wayTo({ ...contact, phone: null, email: null })).toBeNull();
});

const ticket = { id: 'tic_1', number: 'SYS-1', productName: 'Aurora TV', customerId: 'cus_1' };

test('one message per cause, template and recipient, and each fits the contract', () => {
  const asked = notification('off_1', ticket, { template: 'OFFER_RECEIVED', expertId: 'exp_1', start: new Date('2026-11-23T09:00:00Z') });
  expect(asked.id).toBe('off_1:OFFER_RECEIVED:exp_1');
  expect(workflowMessages.deliver_notification.parse(asked.payload)).toMatchObject({ recipientKind: 'EXPERT', recipientId: 'exp_1', start: '2026-11-23T09:00:00.000Z' });
  const told = notification('tic_1:4:offer_accepted', ticket, { template: 'TICKET_ACCEPTED', expertId: 'exp_1' });
  expect(told.id).toBe('tic_1:4:offer_accepted:TICKET_ACCEPTED:cus_1');
  expect(workflowMessages.deliver_notification.parse(told.payload)).toMatchObject({ recipientKind: 'CUSTOMER', recipientId: 'cus_1', expertId: 'exp_1' });
});

test.each(notificationTemplate.options)('%s: subject and body within their limits, in the time of the recipient', (template) => {
  const payload = workflowMessages.deliver_notification.parse(notification('x', ticket, { template, expertId: 'exp_1', start: '2026-11-23T09:00:00Z', end: '2026-11-23T10:00:00Z', expiresAt: new Date('2026-11-23T08:00:00Z'), link: 'https://x/survey/1' } as never).payload);
  const { subject, body } = wordsFor({ ...payload, expertName: 'Grace', timeZone: 'Europe/Berlin' });
  expect(subject.length).toBeLessThanOrEqual(200);
  expect(subject).toContain('SYS-1');
  expect(body).not.toMatch(/undefined|null|Invalid/);
  if (template === 'TICKET_ACCEPTED') expect(body).toBe('Your ticket for Aurora TV (SYS-1) was accepted. Grace will be with you on 23 November 2026 between 10:00 and 11:00.');
});
