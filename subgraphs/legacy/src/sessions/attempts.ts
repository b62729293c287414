import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

export type SignInAttempts = ReturnType<typeof createSignInAttempts>;

const limits = { account: { points: 10, duration: 900 }, address: { points: 100, duration: 900 } };

/** Counts attempts to sign in by account and by network address; in this process only, for the monolith keeps no count. */
export function createSignInAttempts() {
  const byAccount = new RateLimiterMemory(limits.account);
  const byAddress = new RateLimiterMemory(limits.address);
  return {
    /** Null, or the whole seconds after which another attempt makes sense. */
    async count(email: string, address: string | null): Promise<number | null> {
      const counted = [byAccount.consume(email), ...(address === null ? [] : [byAddress.consume(address)])];
      const results = await Promise.allSettled(counted);
      const waits = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as RateLimiterRes).msBeforeNext] : []));
      return waits.length === 0 ? null : Math.ceil(Math.max(...waits) / 1_000);
    },
    forget: (email: string) => byAccount.delete(email),
  };
}
