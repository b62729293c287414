import type { DeliverNotification, NotificationTemplate } from '@sysops-squad/event-contracts';

export type Words = { subject: string; body: string };
type Filled = DeliverNotification & { expertName: string; timeZone: string };

const templates: Record<NotificationTemplate, (fill: Filled) => Words> = {
  OFFER_RECEIVED: (n) => ({ subject: `New offer: ${n.ticketNumber}`, body: `A visit for ${thing(n)}, ${window(n)}. Please answer by ${moment(n.expiresAt, n.timeZone)}.` }),
  OFFER_WITHDRAWN: (n) => ({ subject: `Offer withdrawn: ${n.ticketNumber}`, body: `The visit for ${thing(n)} is not offered to you any more.` }),
  VISIT_ASSIGNED: (n) => ({ subject: `Visit assigned: ${n.ticketNumber}`, body: `You are booked for ${thing(n)}, ${window(n)}.` }),
  VISIT_CHANGED: (n) => ({ subject: `Ticket changed: ${n.ticketNumber}`, body: `The customer or the call centre changed the ticket for ${thing(n)}. The visit stays as it is: ${window(n)}.` }),
  VISIT_CANCELLED: (n) => ({ subject: `Visit cancelled: ${n.ticketNumber}`, body: `The visit for ${thing(n)}, ${window(n)}, does not take place. You are free for another one.` }),
  VISIT_WITHDRAWN: (n) => ({ subject: `Visit withdrawn: ${n.ticketNumber}`, body: `Somebody else will go to ${thing(n)}, ${window(n)}: by your shifts, time off and skills as they are now you cannot. You are not booked any more.` }),
  TICKET_ACCEPTED: (n) => ({ subject: `${n.expertName} will come: ${n.ticketNumber}`, body: `Your ticket for ${thing(n)} was accepted. ${n.expertName} will be with you ${window(n)}.` }),
  TICKET_UPDATED: (n) => ({ subject: `Ticket changed: ${n.ticketNumber}`, body: `Your ticket for ${thing(n)} was changed. We tell you as soon as it is certain who comes and when.` }),
  TICKET_CANCELLED: (n) => ({ subject: `Ticket cancelled: ${n.ticketNumber}`, body: `Your ticket for ${thing(n)} was cancelled. Nobody will come.` }),
  EXPERT_ON_THE_WAY: (n) => ({ subject: `${n.expertName} is on the way: ${n.ticketNumber}`, body: `${n.expertName} is on the way to you for ${thing(n)}.` }),
  REPLACEMENT_SOUGHT: (n) => ({ subject: `${n.expertName} cannot come: ${n.ticketNumber}`, body: `${n.expertName} cannot come to you for ${thing(n)} ${window(n)}. We are looking for somebody else, and tell you as soon as it is certain who comes and when. ${promise(n)}` }),
  DELAYED: (n) => ({ subject: `Later than promised: ${n.ticketNumber}`, body: `We have found nobody yet who can come to you for ${thing(n)} in place of the expert who cannot. It will be later than we promised, and we are sorry. We go on looking, and tell you as soon as it is certain who comes and when.` }),
  NOBODY_AT_HOME: (n) => ({ subject: `We missed you: ${n.ticketNumber}`, body: `${n.expertName} was at your door for ${thing(n)} and nobody was at home. Please tell us when we may come again.` }),
  FOLLOW_UP_PLANNED: (n) => ({ subject: `Another visit is needed: ${n.ticketNumber}`, body: `Your ${n.productName || 'device'} could not be repaired yet. We are looking for a time for another visit.` }),
  SURVEY_INVITATION: (n) => ({ subject: `How was it? ${n.ticketNumber}`, body: `Your ${n.productName || 'device'} works again, we hope. Please tell us how it was: ${n.link ?? ''}` }),
};

export const wordsFor = (fill: Filled): Words => templates[fill.template](fill);

const thing = ({ productName, ticketNumber }: Filled): string => (productName ? `${productName} (${ticketNumber})` : ticketNumber);

/** What became of the time by which somebody was to be there. */
const promise = ({ promisedBy, timeZone }: Filled): string =>
  promisedBy ? `Somebody was to be with you by ${clock(promisedBy, timeZone)} on ${date(promisedBy, timeZone)}; should that not be possible, you hear from us.` : 'It will be later than we promised, and we are sorry.';

/** "on 23 November 2026 between 10:00 and 11:00": a day and two times of the recipient's clock. */
function window({ start, end, timeZone }: Filled): string {
  if (!start || !end) return 'at a time to be agreed';
  return `on ${date(start, timeZone)} between ${clock(start, timeZone)} and ${clock(end, timeZone)}`;
}

const date = (time: string, timeZone: string): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(new Date(time));
const moment = (time: string | null, timeZone: string): string => (time ? clock(time, timeZone) : 'then');
const clock = (time: string, timeZone: string): string => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(new Date(time));
