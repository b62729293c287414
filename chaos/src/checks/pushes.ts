import type { RunSql, Violation } from './violation.ts';

/** One event as a subscriber got it. The first of a stream that was opened without a cursor stand for the state at that time. */
export type Push = { position: number; what: string; about: string; at: number };
export type PushLog = { kind: 'expert' | 'ticket'; id: string; pushes: Push[]; /** Staff see more of a ticket's log than its customer. */ forStaff?: boolean };

type Entry = { position: string; what: string; about: string; at: Date };

const feedSql = 'SELECT sequence::text AS position, kind AS what, offer_id AS about, at FROM expert_feed WHERE expert_id = $1 ORDER BY sequence';
const logSql = `SELECT version::text AS position, type AS what, ticket_id AS about, occurred_at AS at FROM ticket_event WHERE ticket_id = $1 AND (visibility = 'PUBLIC' OR $2) ORDER BY version`;

export async function checkPushes(run: RunSql, logs: readonly PushLog[]): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const log of logs) {
    const written = await (log.kind === 'expert' ? run<Entry>(feedSql, [log.id]) : run<Entry>(logSql, [log.id, log.forStaff ?? false]));
    found.push(...repeated(log), ...missed(log, written));
  }
  return found;
}

const violation = ({ kind, id }: PushLog, position: number, detail: string): Violation =>
  ({ promise: 6, measure: 'missedPushes', subject: `${kind} ${id} at ${position}`, detail });

/** Positions only ever rise, across all reconnections. */
function repeated(log: PushLog): Violation[] {
  return log.pushes.flatMap(({ position }, index) => {
    const before = log.pushes[index - 1];
    return before && position <= before.position ? [violation(log, position, `came after ${before.position}`)] : [];
  });
}

/** What was written after the first push arrived came too; what was written before it may be part of the state that it stood for. */
function missed(log: PushLog, written: readonly Entry[]): Violation[] {
  const [first] = log.pushes;
  if (!first) return [];
  const seen = new Map(log.pushes.map((push) => [push.position, push]));
  return written.flatMap(({ position, what, about, at }) => {
    const push = seen.get(Number(position));
    if (push) return push.about !== about && at.getTime() > first.at ? [violation(log, push.position, `was about ${push.about}, not ${about}`)] : [];
    return Number(position) > first.position && at.getTime() > first.at ? [violation(log, Number(position), `${what} never came`)] : [];
  });
}
