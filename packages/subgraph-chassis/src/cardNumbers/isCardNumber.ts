import creditCardType from 'credit-card-type';

/**
 * Whether digits are the number of a payment card: an issuer's range and length (ISO/IEC 7812, the ranges of credit-card-type) and a
 * valid check digit. Thirteen digits are left out: no issuer gives such numbers any more, and the EANs of German goods look the same.
 */
export function isCardNumber(digits: string): boolean {
  return /^[2-9]\d{13,18}$/.test(digits) && passesLuhn(digits) && isIssued(digits);
}

/** Digits of one or two issuers' ranges that are in use with these lengths only; the package allows more. */
const longIssuers = new Set(['maestro', 'unionpay']);

function isIssued(digits: string): boolean {
  return creditCardType(digits).some(
    ({ type, lengths }) => lengths.includes(digits.length) && (digits.length >= 16 || !longIssuers.has(type)),
  );
}

/** Every second digit from the right counts double, and the digits of all add up to a multiple of ten (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighted = place % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
