import { isIdempotencyKey } from '@sysops-squad/chassis/text/idempotencyKey';
import { normalText } from '@sysops-squad/chassis/text/normalText';
import { isAtLeast, isAtMost } from '@sysops-squad/chassis/text/textLength';
import { readCountry } from '@sysops-squad/chassis/text/readCountry';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { readPhone } from '@sysops-squad/chassis/text/readPhone';
import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import type { Channel } from './notification.ts';

export type RegistrationInput = {
  name: string; email: string; password: string; phone?: string | null; notificationChannel?: Channel | null; idempotencyKey: string;
  address: { line1: string; line2?: string | null; city: string; postcode: string; country?: string | null };
};

const outside = (text: string, most: number) => normalText(text) === '' || !isAtMost(normalText(text), most);
const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);

export function mistakesInRegistration({ name, email, password, phone, address, idempotencyKey }: RegistrationInput): UserError[] {
  return [
    ...(outside(name, 200) ? [invalid('name must have 1 to 200 characters.', 'name')] : []),
    ...(normalEmail(email) !== null ? [] : [userError('INVALID_EMAIL', 'email must look like name@example.org.', 'email')]),
    ...(!isAtLeast(password, 8) || !isAtMost(password, 200) ? [userError('WEAK_PASSWORD', 'password must have 8 to 200 characters.', 'password')] : []),
    ...mistakesInPhone(phone),
    ...(!isIdempotencyKey(idempotencyKey) ? [invalid('idempotencyKey must have 8 to 100 characters.', 'idempotencyKey')] : []),
    ...mistakesInAddress(address),
  ];
}

export const mistakesInPhone = (phone: string | null | undefined): UserError[] =>
  refusalsIn(readPhone(phone, 'phone'));

function mistakesInAddress({ line1, line2, city, postcode, country }: RegistrationInput['address']): UserError[] {
  const german = (country ?? 'DE') === 'DE';
  return [
    ...(outside(line1, 200) ? [invalid('line1 must have 1 to 200 characters.', 'address.line1')] : []),
    ...(line2 ? [userError('UNSUPPORTED_BY_MONOLITH', 'The old system has one address line: put everything in line1.', 'address.line2')] : []),
    ...(outside(city, 100) ? [invalid('city must have 1 to 100 characters.', 'address.city')] : []),
    ...((german ? /^\d{5}$/ : /^.{1,20}$/).test(postcode) ? [] : [invalid(german ? 'postcode must have five digits.' : 'postcode must have 1 to 20 characters.', 'address.postcode')]),
    ...refusalsIn(readCountry(country ?? 'DE', 'address.country')),
  ];
}
