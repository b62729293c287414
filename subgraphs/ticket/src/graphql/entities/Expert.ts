import { hasRole } from '@sysops-squad/chassis/authorize';
import type { Caller, Role } from '@sysops-squad/chassis/caller';
import { readPage } from '@sysops-squad/chassis/connection';
import type { OfferStatus } from '../../domain/ticket.ts';
import type { PageArguments } from '../Query/tickets.ts';
import type { Context } from '../context.ts';

/** Experts see their own, the roles everybody's; another expert sees nothing. */
const mayLook = (caller: Caller, expertId: string, ...roles: Role[]): boolean => hasRole(caller, ...roles) || caller.expertId === expertId;

export const Expert = {
  __resolveReference: async ({ id }: { id: string }) => ({ id }),
  async offers({ id }: { id: string }, { status, ...page }: PageArguments & { status?: OfferStatus[] | null }, { caller, application }: Context) {
    if (!mayLook(caller, id, 'MANAGER', 'ADMIN', 'SYSTEM')) return null;
    return application.queries.expertOffers(id, status ?? null, readPage(page));
  },
  async visits({ id }: { id: string }, range: { from: Date; to: Date }, { caller, application }: Context) {
    if (!mayLook(caller, id, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM')) return null;
    return application.queries.expertVisits(id, range);
  },
};
