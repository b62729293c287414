import { notFound } from '../domain/decision.ts';
import type { Refusal } from '../domain/decision.ts';
import { isStorable } from '@sysops-squad/chassis/text/unstorable';
import { deadLetterOf } from '../queries/deadLetters.ts';
import type { DeadLetter } from '../queries/deadLetters.ts';
import type { Parts } from './parts.ts';

/** Back into the queue as if it had never failed; `tries` goes on, because it is part of the job's id. */
export const replayDeadLetter = ({ storage }: Parts) => async (id: string): Promise<{ deadLetter: DeadLetter } | Refusal> =>
  storage.transact(async ({ sql, wakes }) => {
    const letter = isStorable(id) ? await sql.outbox.findUnique({ where: { id } }) : null;
    if (!letter?.deadAt) return notFound('dead letter');
    const count = await sql.$executeRaw`
      UPDATE outbox SET dead_at = NULL, failures = 0, starts = 0, handed_at = NULL, next_at = now(), last_error = NULL WHERE id = ${id} AND dead_at IS NOT NULL`;
    wakes.add('outbox');
    return count === 1 ? { deadLetter: deadLetterOf(letter) } : notFound('dead letter');
  });
