import type { JWK } from 'jose';
import { z } from 'zod';
import { isPrivate, readEd25519 } from './ed25519.ts';

export const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);

export const port = (fallback = 0) => z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(fallback));
export const host = z.preprocess(blankIsAbsent, z.string().default('127.0.0.1'));
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL such as postgresql://user:password@host:5432/database' });
export const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://host:6379' });
export const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsAbsent, schema.optional());
export const secret = z.string().min(16, 'must be a secret of at least 16 characters');

/** An Ed25519 key as JWK JSON text. */
export const jwk = z.string().transform((text, context): JWK => {
  const key = readEd25519(text);
  if (key) return key;
  context.addIssue({ code: 'custom', message: 'must be an Ed25519 key as JWK JSON text' });
  return z.NEVER;
});
export const privateJwk = jwk.refine(isPrivate, 'must be a private Ed25519 key as JWK JSON text');

const describe = (issue: z.core.$ZodIssue): string => {
  const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
  return `${issue.path.join('.')}: ${missing ? 'is missing' : issue.message}`;
};

/**
 * Reads the environment by a zod shape: all mistakes at once, a line each, then exit 1.
 * The only place of a process that reads process.env is the file that calls this.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) process.stderr.write(`environment variable ${describe(issue)}\n`);
  process.exit(1);
}
