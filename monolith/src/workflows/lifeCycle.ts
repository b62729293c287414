export type Action = 'cancel' | 'accept' | 'start' | 'arrive' | 'complete' | 'comment';

type Move = { from: readonly string[]; to: string | null; stamp: string | null };

const OPEN = ['NEW', 'AWAITING_DISPATCH', 'OFFERED', 'ACCEPTED', 'EN_ROUTE', 'NEEDS_ATTENTION', 'ON_HOLD'];
const ANY = [...OPEN, 'ON_SITE', 'COMPLETED', 'CLOSED', 'CANCELLED'];

/** What each action needs, where it leads and which time it sets. A comment leads nowhere. */
export const moves: Record<Action, Move> = {
  cancel: { from: OPEN, to: 'CANCELLED', stamp: null },
  accept: { from: ['OFFERED'], to: 'ACCEPTED', stamp: null },
  start: { from: ['ACCEPTED'], to: 'EN_ROUTE', stamp: 'started_at' },
  arrive: { from: ['EN_ROUTE'], to: 'ON_SITE', stamp: 'arrived_at' },
  complete: { from: ['ON_SITE'], to: 'COMPLETED', stamp: 'completed_at' },
  comment: { from: ANY, to: null, stamp: null },
};
