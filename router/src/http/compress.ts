import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** As text where it stays as it is: Node sends that together with the headers. `length` is in bytes. */
export type Encoded = { body: Buffer | string; length: number; encoding: string | undefined };

/** A smaller body fits into one packet anyway. */
const smallest = 1_400;
const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 3 }),
};

/** A text as the client takes it, made smaller where that pays; off this thread. */
export async function compress(text: string, acceptEncoding: string | undefined): Promise<Encoded> {
  const encoding = text.length < smallest ? undefined : chooseEncoding(acceptEncoding);
  if (!encoding) return { body: text, length: Buffer.byteLength(text), encoding };
  const body = await compressors[encoding](Buffer.from(text));
  return { body, length: body.length, encoding };
}

function chooseEncoding(accepted = ''): keyof typeof compressors | undefined {
  const taken = accepted.split(',').map((part) => part.trim().toLowerCase().split(/\s*;\s*q=/));
  const takes = (name: string): boolean => taken.some(([encoding, quality]) => encoding === name && Number(quality ?? 1) > 0);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
}
