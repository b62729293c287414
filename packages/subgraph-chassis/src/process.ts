import { flushCompileCache } from 'node:module';
import { createLogger, type Logger } from './logger.ts';
import { startTracing } from './tracing/tracing.ts';

export type Running = { url?: string; stop: () => Promise<void> };

const stopWithinMs = 8_000;

/**
 * Runs one process of the system: starts it, says `ready` with its URL, stops it in order on SIGTERM or SIGINT
 * within 8 seconds. An error nobody caught ends the process with status 1, so that whoever supervises it starts it again.
 */
export async function runProcess(name: string, start: (logger: Logger) => Promise<Running>): Promise<void> {
  const logger = createLogger(name);
  const die = (error: unknown): never => {
    logger.fatal({ err: error }, 'died');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  const tracing = await startTracing(name, logger).catch(die);
  const running = await start(logger).catch(die);
  logger.info({ url: running.url, pid: process.pid }, 'ready');
  // Written at the end otherwise, and a process that is killed has none.
  flushCompileCache();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, [running, tracing], logger));
}

async function stop(signal: string, inOrder: Pick<Running, 'stop'>[], logger: Logger): Promise<void> {
  logger.info({ signal }, 'stopping');
  setTimeout(() => {
    logger.error('did not stop in time');
    process.exit(1);
  }, stopWithinMs).unref();
  for (const part of inOrder) await part.stop();
  logger.info('stopped');
  process.exit(0);
}
