import countries from 'i18n-iso-countries';
import { normalText } from './normalText.ts';
import { refusedAs, type Reading } from './reading.ts';

/** The alpha-2 code of ISO 3166-1 in capital letters. */
export function readCountry(text: string, field: string): Reading<string> {
  const value = normalText(text).toUpperCase();
  if (/^[A-Z]{2}$/.test(value) && countries.alpha2ToAlpha3(value)) return { value };
  return refusedAs('INVALID_INPUT', 'A country is its ISO 3166-1 code of two letters, e.g. DE.', field);
}
