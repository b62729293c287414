import { isTimeZone } from '@sysops-squad/chassis/timeZone';
import { userError, type UserError } from '@sysops-squad/chassis/userError';

export type QuietHours = { start: string; end: string; timeZone: string };

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

export function mistakesInQuietHours({ start, end, timeZone }: QuietHours): UserError[] {
  const invalid = (message: string, field: string) => [userError('INVALID_INPUT', message, `quietHours.${field}`)];
  return [
    ...(clock.test(start) ? [] : invalid('start must be HH:MM.', 'start')),
    ...(clock.test(end) ? [] : invalid('end must be HH:MM.', 'end')),
    ...(start === end ? invalid('end must differ from start.', 'end') : []),
    ...(isTimeZone(timeZone) ? [] : invalid('timeZone must be an IANA name, e.g. Europe/Berlin.', 'timeZone')),
  ];
}
