/** What a broken promise is counted as. */
export const measures = [
  'lost', 'gaps', 'stranded', 'doubleTicket', 'doubleExpert', 'wrong', 'askedAgain', 'held', 'twice', 'duplicateNotifications', 'untold', 'deadLetters',
  'wrongInvoices', 'cardNumbers', 'wrongSurveys', 'leaks', 'missedPushes', 'migration',
] as const;
export type Measure = (typeof measures)[number];

export type Violation = {
  /** Number of the promise in the domain's list of what must always hold; 0 for the rest of a ticket's life cycle. */
  promise: number;
  measure: Measure;
  /** What it happened to: a ticket, an expert, a message. */
  subject: string;
  detail: string;
};

export type RunSql = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** A check by one statement: each row that it finds is a violation. */
export type SqlCheck = { promise: number; measure: Measure; what: string; sql: string };
type Found = { subject: string; detail: string | null };

export async function runChecks(run: RunSql, checks: readonly SqlCheck[], values: unknown[] = []): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { promise, measure, what, sql } of checks) {
    const used = values.slice(0, Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))));
    const rows = await run<Found>(sql, used);
    found.push(...rows.map(({ subject, detail }) => ({ promise, measure, subject, detail: detail ? `${what}: ${detail}` : what })));
  }
  return found;
}

export function countByMeasure(violations: readonly Violation[]): Record<Measure, number> {
  const subjects = Object.fromEntries(measures.map((measure) => [measure, new Set<string>()])) as Record<Measure, Set<string>>;
  for (const { measure, subject } of violations) subjects[measure].add(subject);
  return Object.fromEntries(measures.map((measure) => [measure, subjects[measure].size])) as Record<Measure, number>;
}
