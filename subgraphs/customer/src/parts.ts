import type { Logger } from '@sysops-squad/chassis/logger';
import type { Accounts } from './accounts/accounts.ts';
import type { RegistrationState } from './domain/registration.ts';
import type { ReadContacts } from './contacts/contacts.ts';
import type { RequestHasher } from './requestHash/requestHasher.ts';
import type { Database } from './storage/database.ts';
import type { Tickets } from './tickets/tickets.ts';

/** What commands are made of: the real parts in start.ts, some others in tests. */
export type Parts = {
  database: Database;
  accounts: Accounts;
  tickets: Tickets;
  readContacts: ReadContacts;
  requestHasher: RequestHasher;
  logger: Logger;
  /** For how long a repeated request waits for the one that is under way. */
  waitForOthersMs: number;
  now: () => Date;
  newId: (prefix: 'cus' | 'adr' | 'usr' | 'lease' | 'msg') => string;
  /** Called before the step that follows a state; a test stops a registration there, as a crash would. */
  beforeStep: (state: RegistrationState, registration: { key: string }) => Promise<void>;
};
