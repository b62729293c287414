import { isIdempotencyKey } from '@sysops-squad/chassis/text/idempotencyKey';
import { normalText } from '@sysops-squad/chassis/text/normalText';
import { isAtLeast, isAtMost } from '@sysops-squad/chassis/text/textLength';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { readAll, readEmail, readPhone, readText, type Reading } from './contactRules.ts';
import type { Channel, Postal } from './customer.ts';
import { readPostal, type PostalInput } from './postal.ts';

export type RegistrationInput = {
  name: string;
  email: string;
  password: string;
  phone?: string | null;
  address: PostalInput;
  notificationChannel?: Channel | null;
  idempotencyKey: string;
};

/** What is kept of a registration until it is completed; never the password. */
export type Profile = { name: string; email: string; phone: string | null; channel: Channel; address: Postal; addressId: string };

/**
 * STARTED: nothing is known to exist. PROVISIONED: the account exists and cannot sign in. PROFILED: so does the profile, unseen.
 * COMPLETED: both can be used. TAKING_BACK: whatever exists of it is being removed.
 * A registration with an account is always finished; one without is taken back, for only the client has the password.
 */
export type RegistrationState = 'STARTED' | 'PROVISIONED' | 'PROFILED' | 'TAKING_BACK' | 'COMPLETED';

export const refusals = {
  keyReused: userError('IDEMPOTENCY_KEY_REUSED', 'This key was used for another registration: choose a new one.', 'idempotencyKey'),
  tooMany: userError('TOO_MANY_REGISTRATIONS', 'Too many accounts were registered from this network: try again in an hour, or call us.'),
  tryAgain: userError('TRY_AGAIN', 'The registration could not be finished now: try again with the same idempotencyKey.'),
};

export type ReadRegistration = Omit<Profile, 'addressId'>;

export function readRegistration(input: RegistrationInput): Reading<ReadRegistration> {
  const reading = readAll({
    name: readText(input.name, 'name', 200),
    email: readEmail(input.email, 'email'),
    phone: readPhone(input.phone, 'phone'),
    channel: readChannel(input),
    address: readPostal(input.address, 'address.'),
    password: readPassword(input.password),
    key: readKey(input.idempotencyKey),
  });
  if ('refused' in reading) return reading;
  const { password: _, key: __, ...profile } = reading.value;
  return { value: profile };
}

const refuse = (error: UserError): { refused: UserError[] } => ({ refused: [error] });

function readChannel({ notificationChannel, phone }: RegistrationInput): Reading<Channel> {
  const value = notificationChannel ?? 'EMAIL';
  return value === 'EMAIL' || normalText(phone ?? '') ? { value } : refuse(userError('INVALID_INPUT', 'SMS needs a phone number.', 'phone'));
}

function readPassword(password: string): Reading<null> {
  return isAtLeast(password, 8) && isAtMost(password, 200) ? { value: null } : refuse(userError('WEAK_PASSWORD', 'The password must have 8 to 200 characters.', 'password'));
}

function readKey(key: string): Reading<null> {
  return isIdempotencyKey(key) ? { value: null } : refuse(userError('INVALID_INPUT', 'An idempotencyKey has 8 to 100 characters.', 'idempotencyKey'));
}

/** Everything that makes two requests the same, in one text. */
export const requestText = ({ name, email, phone, channel, address }: Omit<Profile, 'addressId'>, password: string): string =>
  JSON.stringify([name, email, phone, channel, address.line1, address.line2, address.city, address.postcode, address.country, password]);
