import { normalText } from '@sysops-squad/chassis/text/normalText';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { normalPhone } from '@sysops-squad/chassis/text/readPhone';
import { mistakesInRegistration, type RegistrationInput } from '../domain/registration.ts';
import { register, type Registration } from '../monolith/customers.ts';
import { refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

const fields = { line1: 'address.line1', city: 'address.city', postcode: 'address.postcode', country: 'address.country', notify_channel: 'notificationChannel' };

/** The monolith knows no idempotency key: a repeated registration meets its own e-mail address, EMAIL_TAKEN. */
export const registerCustomer = ({ rest }: WritingParts) => async (_request: Request, input: RegistrationInput) => {
  const mistakes = mistakesInRegistration(input);
  if (mistakes.length > 0) return refused(...mistakes);
  // Whoever has just registered has no token yet and sees the own profile all the same.
  return unlessRefused(async () => ({ customer: { ...(await register(rest, personIn(input))), justRegistered: true } }), { fields, codes: { ALREADY_EXISTS: 'EMAIL_TAKEN' } });
};

function personIn({ name, email, password, phone, address, notificationChannel }: RegistrationInput): Registration {
  const { line1, city, postcode, country } = address;
  return {
    name: normalText(name),
    email: normalEmail(email) ?? email,
    password,
    phone: phone == null ? null : normalPhone(phone),
    line1,
    city,
    postcode,
    country: normalText(country ?? 'DE').toUpperCase(),
    notify_channel: notificationChannel ?? 'EMAIL',
  };
}
