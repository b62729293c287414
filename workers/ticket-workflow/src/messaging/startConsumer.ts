import type { Broker } from '@sysops-squad/chassis/broker/broker';
import type { JobWorker } from '@sysops-squad/chassis/broker/jobWorker';
import type { ObserveMessage } from '@sysops-squad/chassis/metrics/outboxMetrics';
import { createConsumer } from '@sysops-squad/chassis/outbox/consumer';
import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';
import { isLostRace } from '../dispatch/lostRace.ts';
import { handlersOf } from '../handlers/handlers.ts';
import { sqlOfTransaction } from '../transactionSql.ts';
import type { Workflow } from '../workflow.ts';

export const QUEUE = 'ticket-workflow';

export function startConsumer(workflow: Workflow, broker: Broker, { observe, ...settings }: { concurrency: number; closeWithinMs: number; observe?: ObserveMessage | undefined }): JobWorker {
  const consume = createConsumer<Transaction>({
    name: 'ticket-workflow',
    sql: workflow.sql,
    handlers: handlersOf(workflow),
    inTransaction: (work) => workflow.storage.transact(work),
    sqlOf: sqlOfTransaction,
    isLostRace,
    observe,
    onError: (error, { id, type, tries }) => workflow.logger.warn({ err: error, messageId: id, type, tries }, 'message comes again'),
  });
  const onError = (error: Error) => workflow.logger.warn({ err: error }, 'broker');
  return broker.worker(QUEUE, consume, { ...settings, onError });
}
