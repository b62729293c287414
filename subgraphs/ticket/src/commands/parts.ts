import type { Refusal } from '../domain/decision.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Storage } from '../storage/storage.ts';
import type { Database } from '../storage/prisma.ts';

/** What commands are made of. */
export type Parts = {
  storage: Storage;
  database: Database;
  /** A new id such as tic_0193…; time-ordered. */
  newId: (prefix: 'tic' | 'vis' | 'off' | 'cmt' | 'art') => string;
  clock: () => Date;
};

export type Done = { ticket: Ticket } | Refusal;
