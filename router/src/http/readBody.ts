import type { IncomingMessage } from 'node:http';
import { neverThrowing } from '@sysops-squad/chassis/listeners';

export class BodyTooLarge extends Error {}

/**
 * Reads a body of at most `limit` bytes.
 * @throws BodyTooLarge without destroying the connection, so that the refusal can still be sent
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = (): void => {
      request.removeAllListeners('data').pause();
      reject(new BodyTooLarge(`The body is larger than ${limit} bytes.`));
    };
    if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge();
    request.on('data', neverThrowing((chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return tooLarge();
      chunks.push(chunk);
    }, reject));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
