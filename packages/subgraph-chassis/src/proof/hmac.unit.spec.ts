import { createHmac, randomBytes } from 'node:crypto';
import { createHmacSha256 } from './hmac.ts';

const texts = ['', 'a', 'POST\n/graphql\n', 'ä€😀\u0000', 'x'.repeat(10_000), String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))];

it.each(Array.from({ length: 5 }, () => randomBytes(48).toString('base64url')))('is what Node’s is, for texts and bytes: %s', (key) => {
  const mac = createHmacSha256(key);
  const expected = (text: string, more: string | Uint8Array): string => createHmac('sha256', key).update(text).update(more).digest('base64url');
  for (const text of texts) {
    for (const more of texts) for (const part of [more, Buffer.from(more)]) expect(mac(text, part)).toBe(expected(text, part));
    expect(mac(text, randomBytes(0))).toBe(expected(text, ''));
  }
  const bytes = randomBytes(1_000);
  expect(mac('bytes that are no text', bytes)).toBe(expected('bytes that are no text', bytes));
});
