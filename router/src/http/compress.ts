import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoded = { body: Buffer; encoding: string | undefined };

/** A smaller body fits into one packet anyway. */
const smallest = 1_400;
const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 3 }),
};

/** A body as the client takes it, made smaller where that pays; off this thread. */
export async function compress(body: Buffer, acceptEncoding: string | undefined): Promise<Encoded> {
  const encoding = body.length < smallest ? undefined : chooseEncoding(acceptEncoding);
  return encoding ? { body: await compressors[encoding](body), encoding } : { body, encoding };
}

function chooseEncoding(accepted = ''): keyof typeof compressors | undefined {
  const taken = accepted.split(',').map((part) => part.trim().toLowerCase().split(/\s*;\s*q=/));
  const takes = (name: string): boolean => taken.some(([encoding, quality]) => encoding === name && Number(quality ?? 1) > 0);
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : undefined;
}
