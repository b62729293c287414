/**
 * First digits and lengths by network (ISO/IEC 7812 and the networks' own ranges). Narrower than what the payment context refuses: an IMEI (15 digits,
 * 35 and 86 first) and most serial numbers of devices pass Luhn as well, and belong into a ticket.
 */
const networks = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^(?:6011|64[4-9]\d|65\d{2})\d{12,15}$/, // Discover
  /^3(?:0[0-5]|[689]\d)\d{11}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
];

/** Alone, or in groups as on a card; with a letter or a further digit beside it, it is part of something else. */
const candidates = /(?<![\p{L}\d+.-])\d{4}(?:[ -]?\d){9,15}(?![\p{L}\d]|[.-]\d)/gu;

/** Whether somebody has typed the number of a payment card. */
export function namesCardNumber(text: string): boolean {
  const found = text.normalize('NFKC').match(candidates) ?? [];
  return found.map((each) => each.replace(/\D/g, '')).some((digits) => networks.some((network) => network.test(digits)) && passesLuhn(digits));
}

/** Every second digit from the right counts double, and all digits together are a multiple of ten (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
