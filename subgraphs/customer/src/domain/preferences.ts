import { isTimeZone } from '@sysops-squad/chassis/timeZone';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Reading } from './contactRules.ts';
import type { Channel, Customer, NotificationPreferences, QuietHours } from './customer.ts';

export type PreferencesInput = { channel?: Channel | null; quietHours?: QuietHours | null };

const invalid = (message: string, field: string): UserError => userError('INVALID_INPUT', message, field);

/** Absent: unchanged; quiet hours of null are removed. */
export function decidePreferences(input: PreferencesInput, customer: Customer): Reading<NotificationPreferences> {
  const before = customer.notificationPreferences;
  const channel = input.channel ?? before.channel;
  const quietHours = input.quietHours === undefined ? before.quietHours : input.quietHours;
  const refused = [
    ...(channel === 'SMS' && !customer.phone ? [invalid('SMS needs a phone number: add one to the profile first.', 'channel')] : []),
    ...(input.quietHours ? checkQuietHours(input.quietHours) : []),
  ];
  return refused.length > 0 ? { refused } : { value: { channel, quietHours } };
}

function checkQuietHours({ start, end, timeZone }: QuietHours): UserError[] {
  return [
    ...(isClock(start) ? [] : [invalid('A time is HH:MM, 00:00 to 23:59.', 'quietHours.start')]),
    ...(isClock(end) ? [] : [invalid('A time is HH:MM, 00:00 to 23:59.', 'quietHours.end')]),
    ...(start === end ? [invalid('Quiet hours that end when they start would never begin or never end.', 'quietHours.end')] : []),
    ...(isTimeZone(timeZone) ? [] : [invalid('A time zone is an IANA name, e.g. Europe/Berlin.', 'quietHours.timeZone')]),
  ];
}

const isClock = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
