import type { Caller } from '@sysops-squad/chassis/caller';
import { rateLimited } from '@sysops-squad/chassis/graphqlErrors';
import { networkOf } from '@sysops-squad/chassis/networkOf';
import type { GraphQLError } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Null: the operation may run; otherwise why it may not yet. */
export type Charge = (caller: Caller, cost: number) => Promise<GraphQLError | null>;

/** What each user, or each address of those who have not signed in, may spend in a minute; counted by this process. */
export function createCallerBudget(costPerMinute: number): Charge {
  if (costPerMinute === 0) return async () => null;
  const spent = new RateLimiterMemory({ points: costPerMinute, duration: 60 });
  return async ({ id, clientAddress }, cost) => {
    const payer = id === null ? `address ${networkOf(clientAddress)}` : `user ${id}`;
    try {
      await spent.consume(payer, Math.max(1, Math.ceil(cost)));
      return null;
    } catch (error) {
      const wait = Math.ceil((error as RateLimiterRes).msBeforeNext / 1_000);
      return rateLimited(`This minute's budget of ${costPerMinute} is spent; this operation costs ${cost}. Try again in ${wait} s.`, wait);
    }
  };
}
