import { z } from 'zod';
import type { Pool } from '../database.ts';
import { newId } from '../ids.ts';
import { notFound } from '../refusal.ts';
import { id, moment, readBody, text } from '../rest/readBody.ts';

const body = z
  .strictObject({ id: id.optional(), start: moment, end: moment, reason: text(500) })
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), { path: ['end'], message: 'end must be later than start.' });

/** Adds one absence, approved at once; the same id again adds nothing. */
export function addTimeOff(pool: Pool) {
  return async (expertId: string, input: unknown) => {
    const { id: given, ...wish } = readBody(body, input);
    const absence = { id: given ?? newId('tof'), ...wish, status: 'APPROVED' };
    const { rows } = await pool.query<{ time_off: { id: string }[] }>(
      `UPDATE expert_profile SET time_off = CASE WHEN time_off @> jsonb_build_array(jsonb_build_object('id', $2::text)) THEN time_off ELSE time_off || $3::jsonb END
        WHERE id = $1 RETURNING time_off`,
      [expertId, absence.id, JSON.stringify([absence])],
    );
    if (!rows[0]) throw notFound('expert');
    return rows[0].time_off.find((entry) => entry.id === absence.id);
  };
}
