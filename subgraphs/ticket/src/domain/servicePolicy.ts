import type { Calendar } from './calendar.ts';
import type { Priority } from './ticket.ts';

export type Target = {
  /** BUSINESS: its minutes are counted while the calendar is open. */
  clock: 'ALWAYS' | 'BUSINESS';
  /** From creation until an expert is to have accepted, and until one is to be on site. */
  respondMinutes: number;
  arriveMinutes: number;
};

/** What one person may cause: of customers the first, of the staff those that say so. */
export type Limits = {
  openTickets: number;
  /** Of a customer who has not proven an e-mail address. */
  unprovenOpenTickets: number;
  openUrgentTickets: number;
  ticketsPerDay: number;
  commentsPerHour: number;
  commentsPerTicketAndDay: number;
  staffTicketsPerHour: number;
  staffCommentsPerHour: number;
};

/** What is promised to customers. A ticket is measured by the version that was in effect when it was created. */
export type ServicePolicy = {
  version: number;
  calendar: Calendar;
  /** Minutes of a working day: what a plan means by a day. */
  dayMinutes: number;
  targets: Record<Priority, Target>;
  /** So long an expert waits at the door before the visit may end with nobody at home. */
  noEntryAfterSeconds: number;
  limits: Limits;
  /** An expert sets out for a visit, and arrives, at most so long before its booked start. */
  beginAheadMinutes: number;
  /** So long after the end of a visit its expert still sees whom they visited, where, and internal comments. */
  contactHours: number;
};
