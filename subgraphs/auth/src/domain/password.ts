import { isAtLeast, isAtMost } from '@sysops-squad/chassis/text/textLength';

/** What attackers try first, of those that are long enough to get here. */
const popular = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd 12345678 123456789 1234567890 0123456789 87654321 qwertyui
  qwertyuiop qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx asdfghjk asdfghjkl iloveyou sunshine princess football baseball
  superman trustno1 welcome1 letmein1 whatever administrator changeme computer internet passwort passwort1 hallo123 geheim123
  11111111 00000000 abcd1234 abc12345 correcthorsebatterystaple`.split(/\s+/),
);

export const staffMinimum = 15;
export const customerMinimum = 8;
const maximum = 200;

export const minimumFor = (roles: readonly string[]): number => (roles.every((role) => role === 'CUSTOMER') ? customerMinimum : staffMinimum);

/** Why a password is too weak, for people; null when it will do. No rules of composition: length, and nothing that is guessed first. */
export function weaknessOf(password: string, email: string, minimum: number): string | null {
  if (!isAtLeast(password, minimum) || !isAtMost(password, maximum)) return `The password must have ${minimum} to ${maximum} characters.`;
  const lower = password.toLowerCase();
  const isGuessedFirst = popular.has(lower) || lower === email || lower === email.split('@')[0] || new Set(lower).size < 4;
  return isGuessedFirst ? 'This password is among the first that an attacker tries: choose another one.' : null;
}
