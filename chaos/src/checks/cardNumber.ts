/**
 * A card number as PostgreSQL and JavaScript both find it: alone or in the groups of a card, with the first digit of a card, and nothing
 * beside it that would make it part of an id. Whether it is one, the last digit says.
 */
const body = '(?:2[2-7]|[3-6][0-9])[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,7}|3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}';
/** Anything may stand before a token's own digits but letters and digits; a phone number begins with +. */
export const cardPattern = `(?<![0-9A-Za-z+.-])(${body})(?![0-9A-Za-z-])`;

const pattern = new RegExp(cardPattern, 'g');

export function cardNumbersIn(text: string): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found!).filter((found) => isCardNumber(found.replace(/\D/g, '')));
}

/** Luhn: every second digit from the right counts double, and all together are a multiple of ten. */
export function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
