import { host, httpUrl, optional, port, postgresUrl, privateJwk, readEnvironment, redisUrl } from '@sysops-squad/chassis/environment';
import { z } from 'zod';

export const PARTS = ['relay', 'consumer', 'timers', 'roster'] as const;
export type Part = (typeof PARTS)[number];

const parts = z.string().default(PARTS.join()).transform((text, context): Part[] => {
  const named = text.split(',').map((part) => part.trim()).filter(Boolean);
  const unknown = named.filter((part) => !PARTS.includes(part as Part));
  if (unknown.length === 0 && named.length > 0) return named as Part[];
  context.addIssue({ code: 'custom', message: `must be some of ${PARTS.join()}` });
  return z.NEVER;
});
const seconds = (fallback: number) => optional(z.coerce.number().positive().max(86_400)).transform((value) => value ?? fallback);
const count = (fallback: number, maximum: number) => optional(z.coerce.number().int().min(1).max(maximum)).transform((value) => value ?? fallback);

export function readWorkflowEnvironment() {
  const environment = readEnvironment({
    PORT: port(), HOST: host, DATABASE_URL_TICKET: postgresUrl, DATABASE_URL_BROKER: optional(postgresUrl), REDIS_URL: optional(redisUrl),
    ROUTER_URL: httpUrl, SERVICE_PRIVATE_KEY: privateJwk, PUBLIC_URL: optional(httpUrl), PARTS: parts,
    ROSTER_SYNC_SECONDS: seconds(60), SURVEY_POLL_SECONDS: seconds(5), SWEEP_SECONDS: seconds(5), CONCURRENCY: count(16, 64),
  });
  if (environment.REDIS_URL || environment.DATABASE_URL_BROKER) return environment;
  process.stderr.write('environment variable DATABASE_URL_BROKER: is missing (or set REDIS_URL)\n');
  process.exit(1);
}
