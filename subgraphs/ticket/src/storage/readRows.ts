import { isId } from '../domain/input.ts';
import type { Database } from './prisma.ts';

type Ids = readonly string[];
// What cannot be an id is not even asked for: PostgreSQL refuses some texts.
const among = (ids: Ids) => ({ in: ids.filter(isId) });

export const ticketsByIds = (db: Database, ids: Ids) => db.ticket.findMany({ where: { id: among(ids) } });
export const offersByIds = (db: Database, ids: Ids) => db.offer.findMany({ where: { id: among(ids) } });
export const visitsByIds = (db: Database, ids: Ids) => db.visit.findMany({ where: { id: among(ids) } });
export const lastVisitsOf = (db: Database, ticketIds: Ids) =>
  db.visit.findMany({ where: { ticketId: among(ticketIds) }, distinct: ['ticketId'], orderBy: [{ ticketId: 'asc' }, { ordinal: 'desc' }] });
export const windowsOf = (db: Database, ticketIds: Ids) => db.ticketWindow.findMany({ where: { ticketId: among(ticketIds) }, orderBy: { position: 'asc' } });
