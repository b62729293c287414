import { z } from 'zod';
import type { Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { conflict } from '../refusal.ts';
import { id, readBody, text } from '../rest/readBody.ts';
import { moves } from './lifeCycle.ts';
import type { Action } from './lifeCycle.ts';
import type { Ticket } from './ticketStep.ts';
import { lockTicket, step } from './ticketStep.ts';

const actor = { actor_user_id: id.nullish() };
const bodies = {
  cancel: z.strictObject({ ...actor, note: text(500) }),
  accept: z.strictObject({ ...actor, note: text(500).nullish() }),
  start: z.strictObject({ ...actor, note: text(500).nullish() }),
  arrive: z.strictObject({ ...actor, note: text(500).nullish() }),
  complete: z.strictObject({ ...actor, note: text(5_000).nullish(), outcome: z.enum(['FIXED', 'FOLLOW_UP_NEEDED', 'NO_ENTRY']).default('FIXED') }),
  comment: z.strictObject({ ...actor, note: text(5_000), visibility: z.enum(['PUBLIC', 'INTERNAL']).default('PUBLIC') }),
};

type Body = { actor_user_id?: string | null | undefined; note?: string | null | undefined; outcome?: string; visibility?: string };

/** One step of a ticket's life under the row's lock; 409 WRONG_STATUS when the life cycle does not allow it. */
export function moveTicket(pool: Pool) {
  return async (action: Action, ticketId: string, input: unknown): Promise<Ticket> => {
    const body: Body = readBody(bodies[action], input);
    const move = moves[action];
    return inTransaction(pool, async (client) => {
      const ticket = await lockTicket(client, ticketId);
      if (!move.from.includes(ticket.status)) throw conflict('WRONG_STATUS', `A ticket that is ${ticket.status} cannot ${action}.`);
      const entry = { actor_user_id: body.actor_user_id ?? null, note: body.note ?? null };
      if (move.to === null) return step(client, ticket, {}, { ...entry, kind: 'COMMENT', visibility: body.visibility ?? 'PUBLIC', to: ticket.status });
      return step(client, ticket, changes(action, body), { ...entry, to: move.to });
    });
  };
}

function changes(action: Action, body: Body): Record<string, unknown> {
  const { to, stamp } = moves[action];
  return {
    status: to,
    ...(stamp ? { [stamp]: new Date() } : {}),
    ...(action === 'complete' ? { outcome: body.outcome, resolution: body.note ?? null } : {}),
    ...(action === 'cancel' ? { assigned_expert_id: null } : {}),
  };
}
