import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { TimeLimit } from './timeLimit.ts';

type Posted = { path: string; headers: Record<string, string>; body: string; limit: Pick<TimeLimit, 'over' | 'whenOver'> };
export type Answered = {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  /** To be called when `bytes` are read and needed no more: their memory is free at once. */
  letGo: () => void;
};

/**
 * The garbage collector takes the memory behind a socket's buffers for much older than it is, and looks through the whole heap to get it back: with answers of
 * 50 KB that was a tenth of all processor time. Nobody shares these buffers: each is what one read of the socket gave.
 */
const free = (chunk: Buffer): void => void (chunk.buffer as ArrayBuffer).transfer(0);
/** Where less is read than this, freeing costs more than it saves. */
const worthFreeing = 4_096;

/**
 * One POST and its whole answer: what undici's `request` does with a stream between, which costs more than the call when answers are small.
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
        resolve({
          status,
          headers: answerHeaders,
          bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
          letGo: () => chunks.forEach((chunk) => void (chunk.length > worthFreeing && free(chunk))),
        });
      },
      onResponseError(_controller, error) {
        end();
        reject(error);
      },
    });
  });
}
