export type LinkPurpose = 'VERIFY_EMAIL' | 'CHANGE_EMAIL' | 'RESET_PASSWORD';

const hour = 3_600_000;

const lifetimeMs: Record<LinkPurpose, number> = { VERIFY_EMAIL: 7 * 24 * hour, CHANGE_EMAIL: 24 * hour, RESET_PASSWORD: hour };

export const linkExpiry = (purpose: LinkPurpose, at: Date): Date => new Date(at.getTime() + lifetimeMs[purpose]);

/** An account that has not proven its address by then lapses. */
export const unprovenLifetimeMs = 7 * 24 * hour;
