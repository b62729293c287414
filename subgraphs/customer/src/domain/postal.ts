import { userError } from '@sysops-squad/chassis/userError';
import { normalText } from '@sysops-squad/chassis/text/normalText';
import { readAll, readCountry, readText, type Reading } from './contactRules.ts';
import type { Postal } from './customer.ts';

export type PostalInput = { line1: string; line2?: string | null; city: string; postcode: string; country?: string | null };

export const mostAddresses = 20;

/** @param path of the address within `input`, with its dot: '' or 'address.' */
export function readPostal(input: PostalInput, path = ''): Reading<Postal> {
  const country = normalText(input.country ?? 'DE').toUpperCase();
  return readAll({
    line1: readText(input.line1, `${path}line1`, 200),
    line2: input.line2 != null && normalText(input.line2) !== '' ? readText(input.line2, `${path}line2`, 200) : { value: null },
    city: readText(input.city, `${path}city`, 100),
    postcode: readPostcode(normalText(input.postcode), country, `${path}postcode`),
    country: readCountry(country, `${path}country`),
  });
}

function readPostcode(value: string, country: string, field: string): Reading<string> {
  const [pattern, rule] = country === 'DE' ? [/^\d{5}$/, 'five digits'] : [/^[A-Za-z0-9][A-Za-z0-9 -]{0,11}$/, '1 to 12 letters, digits, spaces and hyphens'];
  return pattern.test(value) ? { value } : { refused: [userError('INVALID_INPUT', `A postcode in ${country} has ${rule}.`, field)] };
}
