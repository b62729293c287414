import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { DeferredPart, DeferredPayload } from '../execution/deferredParts.ts';
import { stringifyAnswer } from '../execution/writtenData.ts';
import type { PublicErrors } from '../operations/publicErrors.ts';
import { toldErrors } from '../operations/toldErrors.ts';

const mayTakeParts = /multipart/i;

/** Whether a client reads multipart answers as Apollo Client does since version 3.7. */
export const takesParts = (accept = ''): boolean =>
  mayTakeParts.test(accept) &&
  accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'multipart/mixed' && parameters.some((parameter) => /^deferspec="?20220824"?$/.test(parameter));
  });

/** Sends what there is at once, and each later part when it is there; nothing more when the client has gone. */
export async function answerInParts(response: ServerResponse, first: string, later: AsyncIterable<DeferredPayload>, publicErrors: PublicErrors): Promise<void> {
  response.writeHead(200, { 'content-type': 'multipart/mixed;boundary="-";deferSpec=20220824' });
  try {
    await send(response, `\r\n---${part(`${first.trimEnd().slice(0, -1)},"hasNext":true}`, true)}`);
    for await (const { incremental, hasNext } of later) {
      if (response.destroyed) return;
      const parts = incremental.map((one) => partText(one, publicErrors));
      await send(response, part(`{"incremental":[${parts.join()}],"hasNext":${hasNext}}`, hasNext));
    }
  } finally {
    response.end();
  }
}

const part = (json: string, hasNext: boolean): string => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}\r\n---${hasNext ? '' : '--\r\n'}`;

function partText({ errors, ...part }: DeferredPart, publicErrors: PublicErrors): string {
  const told = { ...part, ...(errors && { errors: toldErrors(errors, publicErrors) }) };
  return stringifyAnswer(told);
}

async function send(response: ServerResponse, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
