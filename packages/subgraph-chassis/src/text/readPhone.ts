import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { normalText } from './normalText.ts';
import { refusedAs, type Reading } from './reading.ts';

const longest = 60;
/** Shorter ones can be dialled within a town only. */
const fewestDigits = 5;

/** Numbers without a country's code are German ones. E.164, e.g. +4930123456; null when it cannot be a number. */
export function normalPhone(text: string): string | null {
  const value = normalText(text).normalize('NFKC');
  if (value.length > longest) return null;
  const number = parsePhoneNumberFromString(value, { defaultCountry: 'DE', extract: false });
  return number?.isPossible() && !number.ext && number.nationalNumber.length >= fewestDigits ? number.number : null;
}

/** Absent, null and a text in which nothing can be seen are null. */
export function readPhone(text: string | null | undefined, field: string): Reading<string | null> {
  if (text == null || normalText(text) === '') return { value: null };
  const value = normalPhone(text);
  if (value !== null) return { value };
  return refusedAs('INVALID_INPUT', 'This is not a phone number, e.g. +49 30 1234567; without a country code it is a German one.', field);
}
