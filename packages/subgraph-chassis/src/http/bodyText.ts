import { isUtf8 } from 'node:buffer';
import { safeParse } from 'fast-content-type-parse';

/** A body whose text cannot be known for certain: not UTF-8 (400), or said to be something else (415). */
export class WrongEncoding extends Error {
  readonly status: 400 | 415;
  constructor(status: 400 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws WrongEncoding 415 for every charset but UTF-8 */
export function requireUtf8Charset(contentType: string | undefined): void {
  if (!contentType?.includes(';')) return;
  const { charset } = safeParse(contentType).parameters;
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new WrongEncoding(415, 'Send the body as UTF-8.');
}

/** Bytes of a query string that are not UTF-8 would be read as another character. @throws WrongEncoding 400 */
export function requireUtf8Search(search: string): void {
  try {
    // eslint-disable-next-line no-restricted-syntax -- what it throws is caught: to throw is what it is for here
    decodeURIComponent(search.replace(/%(?![\da-f]{2})/gi, '%25'));
  } catch {
    throw new WrongEncoding(400, 'The parameters are not UTF-8.');
  }
}

/** @throws WrongEncoding 415 for another charset, 400 for bytes that are not UTF-8 */
export function bodyText(body: Buffer, contentType: string | undefined): string {
  requireUtf8Charset(contentType);
  if (!isUtf8(body)) throw new WrongEncoding(400, 'The body is not UTF-8.');
  return body.toString('utf8');
}
