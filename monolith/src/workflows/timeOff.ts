import { z } from 'zod';
import type { Pool } from '../database.ts';
import { newId } from '../ids.ts';
import { conflict, notFound } from '../refusal.ts';
import { id, moment, readBody, text } from '../rest/readBody.ts';

const body = z
  .strictObject({ id: id.optional(), start: moment, end: moment, reason: text(500) })
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), { path: ['end'], message: 'end must be later than start.' });

type Absence = { id?: string; start: string; end: string };

const overlapping = `EXISTS (SELECT FROM jsonb_array_elements(time_off) other WHERE (other ->> 'start')::timestamptz < $5 AND $4 < (other ->> 'end')::timestamptz)`;

/** Adds one absence, approved at once; the same id or the same time again adds nothing, and a part of another is refused. */
export function addTimeOff(pool: Pool) {
  return async (expertId: string, input: unknown) => {
    const { id: given, ...wish } = readBody(body, input);
    const absence = { id: given ?? newId('tof'), ...wish, status: 'APPROVED' };
    const { rows } = await pool.query<{ time_off: Absence[] }>(
      `UPDATE expert_profile SET time_off = CASE WHEN time_off @> jsonb_build_array(jsonb_build_object('id', $2::text)) OR ${overlapping} THEN time_off ELSE time_off || $3::jsonb END
        WHERE id = $1 RETURNING time_off`,
      [expertId, absence.id, JSON.stringify([absence]), absence.start, absence.end],
    );
    if (!rows[0]) throw notFound('expert');
    const kept = rows[0].time_off.find(({ id: known }) => known === absence.id) ?? rows[0].time_off.find(isAt(absence));
    if (!kept) throw conflict('TIME_OFF_OVERLAPS', 'There is time off already in a part of this time.', 'start');
    return kept;
  };
}

const isAt = (one: Absence) => ({ start, end }: Absence): boolean => Date.parse(start) === Date.parse(one.start) && Date.parse(end) === Date.parse(one.end);
