import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './body.ts';

/** `/health/live`: the process runs. `/health/ready`: it can serve; 503 while it cannot. */
export const answerHealth =
  (isReady: () => Promise<boolean>, details: () => Record<string, unknown> = () => ({})) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === '/health/live') return sendJson(response, 200, { status: 'live' });
    const ready = await isReady().catch(() => false);
    sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', ...details() });
  };
