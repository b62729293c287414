import type { Graph } from '@sysops-squad/chassis/graphClient';
import type { Logger } from '@sysops-squad/chassis/logger';
import type { Effect } from '@sysops-squad/chassis/outbox/consumer';
import type { RunSql } from '@sysops-squad/chassis/outbox/message';
import { system, type Actor } from '../../../subgraphs/ticket/src/domain/ticket.ts';
import type { Gathering } from '../../../subgraphs/ticket/src/storage/gather.ts';
import type { Storage, Transaction } from '../../../subgraphs/ticket/src/storage/storage.ts';

/** What every handler and timer works with. */
export type Workflow = {
  storage: Storage;
  /** Outside of any transaction. */
  sql: RunSql;
  graph: Graph;
  logger: Logger;
  /** Base of links in messages, without a slash at the end. */
  publicUrl: string;
  /** For how long changes of a ticket are gathered into one message. */
  gathering: Gathering;
  newId: (prefix: string) => string;
};

export type TicketEffect = Effect<Transaction>;

export const WORKFLOW: Actor = system('ticket-workflow');
