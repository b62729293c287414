/** What one client may hold, and how long a socket may be silent; times in milliseconds. */
export type LiveLimits = {
  subscriptionsPerSocket: number;
  /** Sockets and streams of one user, or of one address without a token. */
  connectionsPerUser: number;
  subscriptionsPerUser: number;
  /** Until the first message. */
  connectWithinMs: number;
  /** A client that has answered no ping by the next one is disconnected. */
  pingEveryMs: number;
  /** Without a subscription. */
  idleAfterMs: number;
};

export const defaultLiveLimits: LiveLimits = {
  subscriptionsPerSocket: 50,
  connectionsPerUser: 20,
  subscriptionsPerUser: 200,
  connectWithinMs: 5_000,
  pingEveryMs: 12_000,
  idleAfterMs: 300_000,
};
