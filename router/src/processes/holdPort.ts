import cluster from 'node:cluster';
import { once } from 'node:events';
import { inBackground, neverThrowing } from '@sysops-squad/chassis/listeners';
import type { Running } from '@sysops-squad/chassis/process';
import type { Logger } from '@sysops-squad/chassis/logger';
import { createCrew, type Serving } from './crew.ts';

/** What whoever started us may send, and hears when it is done: `{ replaced: true }`, or `{ failed: <why> }`. */
export const replaceRequest = 'replace';

/**
 * Holds the port and hands each connection to one of `count` processes in turn. It knows nothing of GraphQL, so that it never has to be restarted: the
 * others are replaced one by one at SIGHUP, or when asked by message, and the port never closes meanwhile.
 */
export async function holdPort(count: number, logger: Logger): Promise<Running> {
  const onUnexpectedEnd = (how: string, againInMs: number): void => logger.error({ how, againInMs }, 'a process of the router ended and is started again');
  const crew = createCrew({ count, start, onUnexpectedEnd });
  await crew.startAll();
  const replace = async (): Promise<void> => {
    logger.info('processes are replaced one by one');
    await crew.replaceAll();
    logger.info('processes are replaced');
  };
  process.on('SIGHUP', neverThrowing(replace, (err) => logger.error({ err }, 'processes are not replaced')));
  process.on('message', neverThrowing((message: unknown) => {
    if (message !== replaceRequest) return;
    inBackground(replace().then(() => process.send!({ replaced: true }), (error: Error) => process.send!({ failed: error.message })));
  }));
  return { drain: () => crew.stop('SIGTERM'), stop: () => crew.stop('SIGINT') };
}

async function start(): Promise<Serving> {
  const worker = cluster.fork();
  const ended = once(worker, 'exit').then(([code, signal]) => String(signal ?? `code ${String(code)}`));
  const listening = once(worker, 'listening').then(() => undefined);
  const how = await Promise.race([listening, ended]);
  if (how !== undefined) throw new Error(`it ended (${how}) instead of serving`);
  return { pid: worker.process.pid!, ended, signal: (name) => worker.process.kill(name) };
}
