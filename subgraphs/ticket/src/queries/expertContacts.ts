import { isId } from '../domain/input.ts';
import { contactsOf, type Contacts } from '../storage/involvement.ts';
import type { Database } from '../storage/prisma.ts';

export const expertContacts = (database: Database) => async (expertId: string): Promise<Contacts> =>
  isId(expertId) ? contactsOf(database, expertId) : { customerIds: [], addressIds: [] };
