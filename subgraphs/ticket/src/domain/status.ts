export const statuses = [
  'NEW',
  'AWAITING_DISPATCH',
  'OFFERED',
  'ACCEPTED',
  'EN_ROUTE',
  'ON_SITE',
  'COMPLETED',
  'CLOSED',
  'NEEDS_ATTENTION',
  'ON_HOLD',
  'CANCELLED',
] as const;
export type Status = (typeof statuses)[number];

export type OpenVisitStatus = 'PROPOSED' | 'SCHEDULED' | 'EN_ROUTE' | 'ON_SITE';
export type VisitStatus = OpenVisitStatus | 'COMPLETED' | 'CANCELLED';
export type VisitOutcome = 'FIXED' | 'FOLLOW_UP_NEEDED' | 'NO_ENTRY';

const over: readonly Status[] = ['COMPLETED', 'CLOSED', 'CANCELLED'];
export const isOpen = (status: Status): boolean => !over.includes(status);

/** From here on the customer knows who comes and when. */
const promised: readonly Status[] = ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED'];
export const isPromised = (status: Status): boolean => promised.includes(status);
