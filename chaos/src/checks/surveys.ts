import type { RunSql, Violation } from './violation.ts';

type Ticket = { number: string; status: string; fixed: boolean };
type Survey = { number: string; times: number };

/** One survey for each ticket that was fixed, and none for any other. */
export async function checkSurveys(ticket: RunSql, monolith: RunSql, since: Date): Promise<Violation[]> {
  const tickets = await ticket<Ticket>(
    `SELECT number, status, EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = t.id AND e.type = 'VISIT_COMPLETED' AND e.payload ->> 'outcome' = 'FIXED') AS fixed
     FROM ticket t WHERE created_at >= $1 AND import_source IS NULL`, [since]);
  const surveys = await monolith<Survey>(`SELECT substring(subject FROM 'SYS-[0-9]+') AS number, count(*)::int AS times FROM customer_survey WHERE sent_at >= $1 GROUP BY 1`, [since]);
  const times = new Map(surveys.map((survey) => [survey.number, survey.times]));
  return tickets.flatMap(({ number, status, fixed }): Violation[] => {
    const sent = times.get(number) ?? 0;
    return sent === (fixed ? 1 : 0) ? [] : [{ promise: 9, measure: 'wrongSurveys', subject: number, detail: `${status}, ${fixed ? 'fixed' : 'never fixed'}, ${sent} surveys` }];
  });
}
