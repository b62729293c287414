import { pino } from 'pino';
import { readEnvironment } from './environment.ts';
import { start } from './start.ts';

const STOP_WITHIN_MS = 4_500;
const logger = pino({ name: 'monolith', level: process.env['LOG_LEVEL'] || 'info' });

const die = (error: unknown): never => {
  logger.fatal({ err: error }, error instanceof Error ? error.message : 'died');
  process.exit(1);
};
process.on('uncaughtException', die).on('unhandledRejection', die);

const running = await Promise.resolve().then(() => start(readEnvironment(process.env), logger)).catch(die);
logger.info({ url: running.url }, 'ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    running.stop().then(() => process.exit(0), die);
  });
}
