import type { DeadLetter as Source } from '../../queries/deadLetters.ts';
import type { Context } from '../context.ts';

export const DeadLetter = {
  ticket: ({ ticketId }: Source, _: unknown, { loaders }: Context) => loaders.ticket(ticketId),
};
