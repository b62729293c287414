import { pino, type Logger } from 'pino';
import { traceIds } from './tracing/tracing.ts';

export type { Logger };

/** One JSON line per event on standard output, with the trace it belongs to; level from LOG_LEVEL (default info), none in tests unless asked for. */
export const createLogger = (name: string, level = process.env['LOG_LEVEL'] ?? (process.env['JEST_WORKER_ID'] ? 'silent' : 'info')): Logger =>
  pino({
    name,
    level,
    mixin: traceIds,
    redact: {
      paths: ['password', '*.password', 'pspToken', '*.pspToken', 'refreshToken', '*.refreshToken', 'authorization', '*.authorization'],
      censor: '[secret]',
    },
  });
