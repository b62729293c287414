import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Decision } from './decision.ts';
import { checkText } from './input.ts';
import type { Actor, Ticket } from './ticket.ts';

export type AddComment = { id: string; author: Actor; body: string; visibility: 'PUBLIC' | 'INTERNAL' };

/** In every state, also after the end. */
export const addComment = (_: Ticket, command: AddComment, now: Date): Decision =>
  checkText(command.body, 'body', 1, 5_000) ?? { facts: [{ type: 'CommentAdded', at: now, ...command, body: normalText(command.body) }] };
