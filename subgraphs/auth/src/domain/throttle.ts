export type Failures = { failures: number; lastFailedAt: Date; blockedUntil: Date };

export type ThrottlePolicy = {
  /** Failures without any delay. */
  free: number;
  /** Delay after the first failure beyond those; doubles with each further one. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** Without a failure for that long, everything is forgotten. */
  forgetAfterMs: number;
};

const minute = 60_000;

/**
 * pair: one account from one address, known devices apart. address: it may be a whole office, and gets more tries. account: from all unknown
 * places together, against those who have many addresses. device: a device that has signed in to the account before. request: mails that an address asks for.
 */
export const throttlePolicies = {
  pair: { free: 5, firstDelayMs: 1_000, longestDelayMs: 15 * minute, forgetAfterMs: 24 * 60 * minute },
  address: { free: 30, firstDelayMs: 1_000, longestDelayMs: 15 * minute, forgetAfterMs: 60 * minute },
  account: { free: 100, firstDelayMs: minute, longestDelayMs: 15 * minute, forgetAfterMs: 24 * 60 * minute },
  device: { free: 10, firstDelayMs: 1_000, longestDelayMs: 15 * minute, forgetAfterMs: 24 * 60 * minute },
  request: { free: 20, firstDelayMs: minute, longestDelayMs: 60 * minute, forgetAfterMs: 60 * minute },
} satisfies Record<string, ThrottlePolicy>;

export type ThrottledBy = keyof typeof throttlePolicies;

export function afterFailure(before: Failures | null, now: Date, policy: ThrottlePolicy): Failures {
  const forgotten = !before || now.getTime() - before.lastFailedAt.getTime() > policy.forgetAfterMs;
  const failures = forgotten ? 1 : before.failures + 1;
  return { failures, lastFailedAt: now, blockedUntil: new Date(now.getTime() + delayMs(failures, policy)) };
}

function delayMs(failures: number, policy: ThrottlePolicy): number {
  if (failures <= policy.free) return 0;
  return Math.min(policy.firstDelayMs * 2 ** (failures - policy.free - 1), policy.longestDelayMs);
}

/** Whole seconds until the next attempt is let through; 0: now. */
export function secondsToWait(blocks: readonly { blockedUntil: Date }[], now: Date): number {
  const until = Math.max(now.getTime(), ...blocks.map(({ blockedUntil }) => blockedUntil.getTime()));
  return Math.ceil((until - now.getTime()) / 1_000);
}
