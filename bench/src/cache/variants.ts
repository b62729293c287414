import type { Fixture } from '../router/fixture.ts';
import { ours } from '../router/gateways/ours.ts';
import type { Program } from '../router/gateways/program.ts';

/** The router as it is, and with its cache. */
export const variants = ['off', 'memory', 'redis'] as const;
export type Variant = (typeof variants)[number];

export async function programOf(variant: Variant, fixture: Fixture, port: number, redisUrl: string | undefined): Promise<Program> {
  const { env, ...program } = (await ours({ fixture, port, guarded: true }))!;
  return { ...program, env: { ...env, CACHE: variant, ...(variant === 'redis' && { CACHE_REDIS_URL: redisUrl }) } };
}
