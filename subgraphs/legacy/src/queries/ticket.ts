import { maySeeTicket } from '../domain/ticket.ts';
import type { Request } from './request.ts';

export const ticket = () => async ({ caller, load }: Request, { id }: { id: string }) => {
  const found = await load.ticket.load(id);
  return found && maySeeTicket(caller, found) ? found : null;
};
