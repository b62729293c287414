import { checkAcknowledged, type Acknowledged, type AcknowledgedMove } from './acknowledged.ts';
import { assignmentChecks } from './assignments.ts';
import { historyChecks } from './history.ts';
import { limboChecks } from './limbo.ts';
import { checkNotifications } from './notifications.ts';
import { paymentChecks } from './payments.ts';
import { checkPushes, type PushLog } from './pushes.ts';
import { checkSurveys } from './surveys.ts';
import { runChecks, type RunSql, type Violation } from './violation.ts';

export type Evidence = {
  /** The databases' clock at the beginning of the campaign. */
  since: Date;
  ticket: RunSql;
  monolith: RunSql;
  payment: RunSql;
  acknowledged: readonly Acknowledged[];
  moves: readonly AcknowledgedMove[];
  /** Tickets whose cancellation was acknowledged. */
  cancelled: readonly string[];
  pushes: readonly PushLog[];
  /** What somebody saw who may not. */
  leaks: readonly Violation[];
  /** First day of the month that was billed, when it was. */
  billedMonth: string | null;
};

/** Every promise, against everything that was written down. The system must have come to rest. */
export async function checkEverything({ since, ticket, monolith, payment, acknowledged, moves, cancelled, pushes, leaks, billedMonth }: Evidence): Promise<Violation[]> {
  return [
    ...(await checkAcknowledged(ticket, acknowledged, moves, cancelled)),
    ...(await runChecks(ticket, [...historyChecks, ...assignmentChecks, ...limboChecks], [since])),
    ...(await checkNotifications(ticket, monolith, since)),
    ...(await runChecks(payment, paymentChecks, [since, billedMonth])),
    ...(await checkSurveys(ticket, monolith, since)),
    ...(await checkPushes(ticket, pushes)),
    ...leaks,
  ];
}
