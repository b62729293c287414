const day = 24 * 60 * 60 * 1000;

export const sessionLifetimeMs = 30 * day;
export const idleLifetimeMs = 7 * day;
export const accessTokenLifetimeMs = 5 * 60 * 1000;

/** Two tabs may exchange one token within so long of each other, and get the same successor. Later, a token that comes twice is taken for stolen. */
export const sameSuccessorMs = 10_000;

export const sessionExpiry = (startedAt: Date): Date => new Date(startedAt.getTime() + sessionLifetimeMs);

/** A refresh token dies unused after 7 days, and with its session at the latest. */
export const refreshTokenExpiry = (issuedAt: Date, session: { expiresAt: Date }): Date =>
  new Date(Math.min(issuedAt.getTime() + idleLifetimeMs, session.expiresAt.getTime()));
