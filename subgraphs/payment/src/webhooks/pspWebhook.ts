import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, readBody, sendJson } from '@sysops-squad/chassis/http/body';
import { bodyText, WrongEncoding } from '@sysops-squad/chassis/http/bodyText';
import type { RawRoute } from '@sysops-squad/chassis/subgraph';
import { z } from 'zod';
import type { Application } from '../application.ts';
import { isWebhookSigned } from '../psp/webhookSignature.ts';

const LIMIT = 64 * 1024;

const event = z.object({
  id: z.string().regex(/^evt_[A-Za-z0-9-]{1,90}$/),
  type: z.string().regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/),
  paymentId: z.string().regex(/^pay_[A-Za-z0-9-]{1,90}$/),
});

type Parts = { application: Pick<Application, 'receivePspEvent'>; secrets: readonly string[]; clock: () => Date };

/** POST /webhooks/psp. 200 once the event is stored and handled, so that the provider repeats whatever got another answer. */
export const pspWebhook = ({ application, secrets, clock }: Parts): RawRoute => async (request, response) => {
  const body = await bodyOf(request);
  if (!body) return sendJson(response, 413, { error: `an event has at most ${LIMIT} bytes` });
  if (!isWebhookSigned(secrets, String(request.headers['psp-signature'] ?? ''), body, clock()))
    return sendJson(response, 401, { error: 'psp-signature is missing, wrong or older than 300 seconds' });
  const text = textOf(body, request.headers['content-type']);
  if (text instanceof WrongEncoding) return sendJson(response, text.status, { error: text.message });
  const read = event.safeParse(json(text));
  if (!read.success) return sendJson(response, 400, { error: 'an event has id (evt_…), type (a.b) and paymentId (pay_…)' });
  await application.receivePspEvent(read.data);
  sendJson(response, 200, { received: true });
};

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return readBody(request, LIMIT).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return null;
    throw error;
  });
}

function textOf(body: Buffer, contentType: string | undefined): string | WrongEncoding {
  try {
    return bodyText(body, contentType);
  } catch (error) {
    if (error instanceof WrongEncoding) return error;
    throw error;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
