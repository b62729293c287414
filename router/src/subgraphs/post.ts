import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { TimeLimit } from './timeLimit.ts';

type Posted = { path: string; headers: Record<string, string>; body: string; limit: Pick<TimeLimit, 'over' | 'whenOver'> };
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/**
 * One POST and its whole answer as text: what undici's `request` does with a stream between, which costs more than the call when answers are small.
 * @throws what undici throws; why the time is over
 */
export function post(pool: Dispatcher, { path, headers, body, limit }: Posted): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const late = limit.over();
    if (late) return reject(late);
    let running: Dispatcher.DispatchController | undefined;
    let status = 0;
    let answerHeaders: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    const end = limit.whenOver((reason) => {
      running?.abort(reason);
      reject(reason);
    });
    pool.dispatch({ method: 'POST', path, headers, body }, {
      onRequestStart(controller) {
        running = controller;
        const over = limit.over();
        if (over) controller.abort(over);
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
