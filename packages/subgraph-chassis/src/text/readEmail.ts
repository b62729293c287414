import { domainToASCII } from 'node:url';
import { looksLikeAnother } from './lookAlikes.ts';
import { normalText } from './normalText.ts';
import { refusedAs, type Reading } from './reading.ts';

const localPart = /^[^\s@"<>(),:;\\[\]\x00-\x1f\x7f-\x9f]+$/;
const domain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;
const invisible = /[\p{DI}\u2800]/u;
const longest = 254;

/**
 * The one form in which an address is compared, kept and written to: NFKC, case folded, the domain in ASCII (Punycode).
 * Null when it cannot be an address, or when it looks like one that is not the same (letters of several scripts).
 */
export function normalEmail(text: string): string | null {
  if (text.length > 4 * longest) return null;
  const folded = normalText(text).normalize('NFKC').toLowerCase().normalize('NFKC');
  const at = folded.lastIndexOf('@');
  if (at < 1 || invisible.test(folded)) return null;
  const local = caseFolded(folded.slice(0, at));
  const host = domainToASCII(folded.slice(at + 1));
  const email = `${local}@${host}`;
  const isAddress = localPart.test(local) && domain.test(host) && email.length <= longest && email.isWellFormed();
  return isAddress && !looksLikeAnother(local) ? email : null;
}

/** What lower case leaves apart and Unicode's case folding does not. */
const caseFolded = (text: string): string => text.replaceAll('ß', 'ss').replaceAll('ς', 'σ');

export function readEmail(text: string, field: string): Reading<string> {
  const value = normalEmail(text);
  if (value !== null) return { value };
  const message = 'This is not an e-mail address that can be used, e.g. name@example.org, its letters of one script.';
  return refusedAs('INVALID_EMAIL', message, field);
}
