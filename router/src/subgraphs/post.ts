import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

type Posted = { path: string; headers: Record<string, string>; body: string; signal: AbortSignal };
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/**
 * One POST and its whole answer as text: what undici's `request` does with a stream between, which costs more than the call when answers are small.
 * @throws what undici throws; the signal's reason
 */
export function post(pool: Dispatcher, { path, headers, body, signal }: Posted): Promise<Answered> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    let running: Dispatcher.DispatchController | undefined;
    let status = 0;
    let answerHeaders: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    const giveUp = (): void => {
      running?.abort(signal.reason as Error);
      reject(signal.reason as Error);
    };
    const end = (): void => signal.removeEventListener('abort', giveUp);
    signal.addEventListener('abort', giveUp);
    pool.dispatch({ method: 'POST', path, headers, body }, {
      onRequestStart(controller) {
        running = controller;
        if (signal.aborted) controller.abort(signal.reason as Error);
      },
      onResponseStart(_controller, statusCode, received) {
        status = statusCode;
        answerHeaders = received;
      },
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd() {
        end();
        resolve({ status, headers: answerHeaders, text: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') });
      },
      onResponseError(_controller, error) {
        end();
        reject(error);
      },
    });
  });
}
