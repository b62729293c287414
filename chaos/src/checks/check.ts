import { checkCards } from './cards.ts';
import { checkAcknowledged, type Acknowledged, type AcknowledgedMove } from './acknowledged.ts';
import { assignmentChecks } from './assignments.ts';
import { historyChecks } from './history.ts';
import { checkImports, type Imported } from './imports.ts';
import { limboChecks } from './limbo.ts';
import { checkMigration } from './migration.ts';
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
  auth: RunSql;
  customer: RunSql;
  /** Null: jobs are not in a database. */
  broker: RunSql | null;
  /** Logs and mails. */
  folders: readonly string[];
  acknowledged: readonly Acknowledged[];
  moves: readonly AcknowledgedMove[];
  /** Tickets whose cancellation was acknowledged. */
  cancelled: readonly string[];
  pushes: readonly PushLog[];
  imported: readonly Imported[];
  /** Lines that were written into the ledger while the contexts took over the monolith's rows. */
  mailedByMigration: number;
  /** What somebody saw who may not. */
  leaks: readonly Violation[];
  /** First day of the month that was billed, when it was. */
  billedMonth: string | null;
};

/** Every promise, against everything that was written down. The system must have come to rest. */
export async function checkEverything(evidence: Evidence): Promise<Violation[]> {
  const { since, ticket, monolith, payment, auth, customer, broker, folders, acknowledged, moves, cancelled, pushes, imported, mailedByMigration, leaks, billedMonth } = evidence;
  return [
    ...(await checkAcknowledged(ticket, acknowledged, moves, cancelled)),
    ...(await runChecks(ticket, [...historyChecks, ...assignmentChecks, ...limboChecks], [since])),
    ...(await checkNotifications(ticket, monolith, since)),
    ...(await runChecks(payment, paymentChecks, [since, billedMonth])),
    ...(await checkSurveys(ticket, monolith, since)),
    ...(await checkPushes(ticket, pushes)),
    ...(await checkMigration({ auth, customer, payment, ticket, monolith }, since)),
    ...(await checkImports(ticket, monolith, imported, mailedByMigration)),
    ...(await checkCards({ ticket, monolith, payment, auth, customer, ...(broker ? { broker } : {}) }, folders)),
    ...leaks,
  ];
}
