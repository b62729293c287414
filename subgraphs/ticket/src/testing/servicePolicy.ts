import type { ServicePolicy } from '../domain/servicePolicy.ts';

const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', until: '18:00' }));

/** As it comes with the system, with fewer holidays. */
export const servicePolicy: ServicePolicy = {
  version: 1,
  calendar: { timeZone: 'Europe/Berlin', opening: weekdays, holidays: ['2026-12-25', '2027-01-01'] },
  dayMinutes: 600,
  targets: {
    P1: { clock: 'ALWAYS', respondMinutes: 15, arriveMinutes: 240 },
    P2: { clock: 'BUSINESS', respondMinutes: 30, arriveMinutes: 480 },
    P3: { clock: 'BUSINESS', respondMinutes: 120, arriveMinutes: 600 },
    P4: { clock: 'BUSINESS', respondMinutes: 240, arriveMinutes: 1_800 },
  },
  noEntryAfterSeconds: 900,
  limits: { openTickets: 40, unprovenOpenTickets: 3, openUrgentTickets: 10, ticketsPerDay: 100, commentsPerHour: 60, commentsPerTicketAndDay: 60, staffTicketsPerHour: 20_000, staffCommentsPerHour: 1_000 },
  beginAheadMinutes: 720,
  contactHours: 48,
};
