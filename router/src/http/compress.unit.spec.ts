import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compress } from './compress.ts';

const large = JSON.stringify({ data: Array.from({ length: 500 }, (_, n) => ({ id: n, name: 'Köln' })) });
const bytes = Buffer.byteLength(large);

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=0.8, br;q=0', 'gzip', gunzipSync],
  ['GZIP', 'gzip', gunzipSync],
])('%s: %s, and what comes out is what went in', async (accepted, encoding, decompress) => {
  const encoded = await compress(large, accepted);
  expect(encoded.encoding).toBe(encoding);
  expect(encoded.length).toBe(encoded.body.length);
  expect(encoded.length).toBeLessThan(bytes);
  expect(decompress(encoded.body).toString()).toEqual(large);
});
test.each([undefined, '', 'identity', 'deflate', 'br;q=0', 'brotli'])('as it is: %s', async (accepted) => expect(await compress(large, accepted)).toEqual({ body: large, length: bytes, encoding: undefined }));
test('what is small stays as it is', async () => expect((await compress('{"data":{}}', 'br')).encoding).toBeUndefined());
