import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compress } from './compress.ts';

const large = Buffer.from(JSON.stringify({ data: Array.from({ length: 500 }, (_, n) => ({ id: n })) }));

test.each([
  ['gzip, deflate, br', 'br', brotliDecompressSync],
  ['gzip;q=0.8, br;q=0', 'gzip', gunzipSync],
  ['GZIP', 'gzip', gunzipSync],
])('%s: %s, and what comes out is what went in', async (accepted, encoding, decompress) => {
  const encoded = await compress(large, accepted);
  expect(encoded.encoding).toBe(encoding);
  expect(encoded.body.length).toBeLessThan(large.length);
  expect(decompress(encoded.body)).toEqual(large);
});
test.each([undefined, '', 'identity', 'deflate', 'br;q=0', 'brotli'])('as it is: %s', async (accepted) => expect(await compress(large, accepted)).toEqual({ body: large, encoding: undefined }));
test('what is small stays as it is', async () => expect((await compress(Buffer.from('{"data":{}}'), 'br')).encoding).toBeUndefined());
