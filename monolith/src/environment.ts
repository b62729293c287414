import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL_MONOLITH: z.url({ protocol: /^postgres(ql)?$/, error: 'set it to postgresql://user:password@host:port/database' }),
  MONOLITH_API_KEY: z.string('set it to a secret of 16 characters or more; callers send it as x-api-key').min(16),
  NOTIFICATION_OUTBOX_DIR: z.string().min(1).default(join(tmpdir(), 'sysops-outbox')),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'leave it out, or set it to smtp://user:password@host:port' }).optional(),
  SURVEY_TOKEN_SECRET: z.string().min(16).optional(),
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Environment = z.infer<typeof schema>;

/** Every mistake at once, one line each. An empty value counts as absent. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const mistakes = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The monolith cannot start:\n${mistakes.join('\n')}`);
}
