import { flushCompileCache } from 'node:module';
import { z } from 'zod';
import { readEnvironment } from './environment.ts';
import { inBackground } from './listeners.ts';
import { createLogger, type Logger } from './logger.ts';
import { startTracing } from './tracing/tracing.ts';

export type Running = {
  url?: string;
  /** Says that it wants no more calls, and goes on answering those that come for so long. */
  drain?: (milliseconds: number) => Promise<void>;
  stop: () => Promise<void>;
};

const stopWithinMs = 8_000;
const shape = { DRAIN_MS: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(0).max(300_000).default(2_000)) };

/**
 * Runs one process of the system: starts it, says `ready` with its URL. SIGTERM: it is not ready any more, goes on serving for DRAIN_MS, then stops
 * in order within 8 seconds. SIGINT, or a second signal, leaves out the draining. An error nobody caught ends the process with status 1, so that
 * whoever supervises it starts it again.
 */
export async function runProcess(name: string, start: (logger: Logger) => Promise<Running>): Promise<void> {
  const logger = createLogger(name);
  const { DRAIN_MS } = readEnvironment(shape);
  const die = (error: unknown): never => {
    logger.fatal({ err: error }, 'died');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  const tracing = await startTracing(name, logger).catch(die);
  const running = await start(logger).catch(die);
  inBackground(leaveWhenAsked(running, tracing, logger, DRAIN_MS), die);
  logger.info({ url: running.url, pid: process.pid }, 'ready');
  // Written at the end otherwise, and a process that is killed has none.
  flushCompileCache();
}

async function leaveWhenAsked(running: Running, tracing: Pick<Running, 'stop'>, logger: Logger, drainMs: number): Promise<void> {
  const { first, second } = stopSignals();
  if ((await first) === 'SIGTERM') await drain(running, logger, drainMs, second);
  await stop([running, tracing], logger);
}

function stopSignals() {
  const first = Promise.withResolvers<NodeJS.Signals>();
  const second = Promise.withResolvers<void>();
  let asked = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => (asked++ === 0 ? first.resolve(signal) : second.resolve()));
  return { first: first.promise, second: second.promise };
}

async function drain(running: Running, logger: Logger, milliseconds: number, atOnce: Promise<void>): Promise<void> {
  if (!running.drain || milliseconds === 0) return;
  logger.info({ milliseconds }, 'draining');
  await Promise.race([running.drain(milliseconds), atOnce]);
}

async function stop(inOrder: Pick<Running, 'stop'>[], logger: Logger): Promise<void> {
  logger.info('stopping');
  setTimeout(() => {
    logger.error('did not stop in time');
    process.exit(1);
  }, stopWithinMs).unref();
  for (const part of inOrder) await part.stop();
  logger.info('stopped');
  process.exit(0);
}
