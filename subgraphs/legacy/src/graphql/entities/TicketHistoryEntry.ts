import type { HistoryEntry } from '../../domain/ticket.ts';
import { actor } from '../../queries/actor.ts';
import type { Resolver } from '../resolver.ts';

export const TicketHistoryEntry: Record<string, Resolver<object, HistoryEntry>> = {
  actor: ({ actorUserId }, _args, { caller, load }) => actor({ caller, load }, actorUserId),
};
