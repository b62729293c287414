// With dashes only where no letter touches them: otherwise they are parts of a UUID.
const asPrinted = [
  /(?<!\d)(?:\d{4}[ .]\d{4}[ .]\d{4}[ .]\d{1,7}|\d{4}[ .]\d{6}[ .]\d{4,5})(?!\d)/g,
  /(?<![\dA-Za-z])(?:\d{4}-\d{4}-\d{4}-\d{1,7}|\d{4}-\d{6}-\d{4,5})(?![\dA-Za-z])/g,
];

/**
 * Whether a Luhn-valid number of 13 to 19 digits stands anywhere in a value: in one run, or in groups as on a card.
 * Looks into strings, numbers, lists and objects, keys included.
 */
export function holdsCardNumber(value: unknown): boolean {
  if (typeof value === 'string') return textHolds(value.normalize('NFKC'));
  if (typeof value === 'number' || typeof value === 'bigint') return textHolds(String(value));
  if (Array.isArray(value)) return value.some(holdsCardNumber);
  if (typeof value === 'object' && value !== null) return Object.entries(value).some(holdsCardNumber);
  return false;
}

function textHolds(text: string): boolean {
  const runs = text.match(/\d{13,}/g) ?? [];
  const grouped = asPrinted.flatMap((pattern) => text.match(pattern) ?? []).map((digits) => digits.replace(/\D/g, ''));
  return [...runs, ...grouped].some(runHolds);
}

// A longer run is no card number itself, but one may have been pasted together with what stands beside it.
function runHolds(digits: string): boolean {
  if (digits.length <= 19) return passesLuhn(digits);
  for (let start = 0; start + 13 <= digits.length; start += 1)
    for (let length = 13; length <= 19 && start + length <= digits.length; length += 1)
      if (passesLuhn(digits.slice(start, start + length))) return true;
  return false;
}

export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, n) => total + weighed(Number(digit), n % 2 === 1), 0);
  return sum % 10 === 0;
}

const weighed = (digit: number, doubled: boolean): number => (doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit);
