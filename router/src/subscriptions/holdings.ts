import type { Caller } from '@sysops-squad/chassis/caller';
import { rateLimited } from '@sysops-squad/chassis/graphqlErrors';
import { networkOf } from '@sysops-squad/chassis/networkOf';
import type { GraphQLError } from 'graphql';
import type { LiveLimits } from './liveLimits.ts';

/** One socket or stream: how many subscriptions it carries at this moment. */
type Connection = { subscriptions: () => number };

const aWhileSeconds = 30;

/** Which connections each user, or each address without a token, holds in this process. Our own services hold what they like. */
export function createHoldings({ connectionsPerUser, subscriptionsPerUser }: Pick<LiveLimits, 'connectionsPerUser' | 'subscriptionsPerUser'>) {
  const holders = new Map<string, Set<Connection>>();
  const ownOf = (caller: Caller): Set<Connection> => holders.get(holderOf(caller)) ?? new Set();
  return {
    /** Gives back what is to be called when the connection is over, or why there may not be another one. */
    connect(caller: Caller, connection: Connection): (() => void) | GraphQLError {
      if (caller.kind === 'service') return () => {};
      const own = ownOf(caller);
      if (own.size >= connectionsPerUser) return rateLimited(`A user holds at most ${connectionsPerUser} sockets and streams: end one.`, aWhileSeconds);
      holders.set(holderOf(caller), own.add(connection));
      return () => {
        own.delete(connection);
        if (own.size === 0 && holders.get(holderOf(caller)) === own) holders.delete(holderOf(caller));
      };
    },
    /** Null: the caller's subscriptions, a new one among them, are within the limit. */
    tooMany(caller: Caller): GraphQLError | null {
      let open = 0;
      for (const { subscriptions } of ownOf(caller)) open += subscriptions();
      return open > subscriptionsPerUser ? rateLimited(`A user holds at most ${subscriptionsPerUser} subscriptions: end one.`, aWhileSeconds) : null;
    },
    holders: () => holders.size,
  };
}
export type Holdings = ReturnType<typeof createHoldings>;

const holderOf = ({ id, clientAddress }: Caller): string => (id === null ? `address ${networkOf(clientAddress)}` : `user ${id}`);
