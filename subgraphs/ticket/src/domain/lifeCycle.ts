import type { Refusal } from './decision.ts';
import { refuse } from './decision.ts';
import type { Status } from './status.ts';

type Row = { otherwise: 'WRONG_STATUS' | 'OFFER_NOT_OPEN'; leads: Partial<Record<Status, readonly Status[]>> };

/** What each action may do to a ticket: in which states it is allowed, and which it may lead to. Everything else is refused. */
export const lifeCycle = {
  recordEntitlement: { otherwise: 'WRONG_STATUS', leads: {
    NEW: ['AWAITING_DISPATCH'], NEEDS_ATTENTION: ['AWAITING_DISPATCH'],
    AWAITING_DISPATCH: ['AWAITING_DISPATCH'], OFFERED: ['OFFERED'], ACCEPTED: ['ACCEPTED'], EN_ROUTE: ['EN_ROUTE'], ON_SITE: ['ON_SITE'], ON_HOLD: ['ON_HOLD'],
  } },
  markNeedsAttention: { otherwise: 'WRONG_STATUS', leads: {
    NEW: ['NEEDS_ATTENTION'], AWAITING_DISPATCH: ['NEEDS_ATTENTION'], ON_HOLD: ['NEEDS_ATTENTION'], NEEDS_ATTENTION: ['NEEDS_ATTENTION'],
  } },
  placeOffer: { otherwise: 'WRONG_STATUS', leads: { AWAITING_DISPATCH: ['OFFERED'], NEEDS_ATTENTION: ['OFFERED'] } },
  acceptOffer: { otherwise: 'OFFER_NOT_OPEN', leads: { OFFERED: ['ACCEPTED'] } },
  refuseOffer: { otherwise: 'OFFER_NOT_OPEN', leads: { OFFERED: ['AWAITING_DISPATCH'] } },
  expireOffer: { otherwise: 'OFFER_NOT_OPEN', leads: { OFFERED: ['AWAITING_DISPATCH'] } },
  withdrawOffer: { otherwise: 'OFFER_NOT_OPEN', leads: { OFFERED: ['AWAITING_DISPATCH'], ACCEPTED: ['AWAITING_DISPATCH'] } },
  assignTicket: { otherwise: 'WRONG_STATUS', leads: {
    NEW: ['ACCEPTED'], AWAITING_DISPATCH: ['ACCEPTED'], NEEDS_ATTENTION: ['ACCEPTED'], ON_HOLD: ['ACCEPTED'],
    OFFERED: ['AWAITING_DISPATCH', 'ACCEPTED'], ACCEPTED: ['AWAITING_DISPATCH', 'ACCEPTED'],
  } },
  updateTicket: { otherwise: 'WRONG_STATUS', leads: {
    NEW: ['NEW'], AWAITING_DISPATCH: ['AWAITING_DISPATCH'],
    OFFERED: ['OFFERED', 'AWAITING_DISPATCH'], ACCEPTED: ['ACCEPTED', 'AWAITING_DISPATCH'],
    NEEDS_ATTENTION: ['NEEDS_ATTENTION', 'AWAITING_DISPATCH'], ON_HOLD: ['ON_HOLD', 'AWAITING_DISPATCH'],
  } },
  cannotArrive: { otherwise: 'WRONG_STATUS', leads: { ACCEPTED: ['AWAITING_DISPATCH'], EN_ROUTE: ['AWAITING_DISPATCH'] } },
  startTravel: { otherwise: 'WRONG_STATUS', leads: { ACCEPTED: ['EN_ROUTE'] } },
  arriveOnSite: { otherwise: 'WRONG_STATUS', leads: { EN_ROUTE: ['ON_SITE'] } },
  completeVisit: { otherwise: 'WRONG_STATUS', leads: { ON_SITE: ['COMPLETED', 'AWAITING_DISPATCH', 'ON_HOLD'] } },
  cancelTicket: { otherwise: 'WRONG_STATUS', leads: {
    NEW: ['CANCELLED'], AWAITING_DISPATCH: ['CANCELLED'], OFFERED: ['CANCELLED'], ACCEPTED: ['CANCELLED'], EN_ROUTE: ['CANCELLED'],
    NEEDS_ATTENTION: ['CANCELLED'], ON_HOLD: ['CANCELLED'],
  } },
  closeTicket: { otherwise: 'WRONG_STATUS', leads: { COMPLETED: ['CLOSED'] } },
} as const satisfies Record<string, Row>;

export type Action = keyof typeof lifeCycle;

const messages = {
  WRONG_STATUS: (status: Status) => `The ticket is ${status}; this cannot be done now. Read it again and decide anew.`,
  OFFER_NOT_OPEN: () => 'This offer is no longer open.',
};

/** Null when the action is allowed in this state. */
export function refusalOf(action: Action, status: Status): Refusal | null {
  const { otherwise, leads }: Row = lifeCycle[action];
  return leads[status] ? null : refuse(otherwise, messages[otherwise](status));
}
