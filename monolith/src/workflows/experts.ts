import type { Request } from 'express';
import { z } from 'zod';
import type { Client, Pool } from '../database.ts';
import { inTransaction } from '../database.ts';
import { newId } from '../ids.ts';
import { badInput, notFound, staleVersion } from '../refusal.ts';
import { listQuery } from '../rest/listQuery.ts';
import { id, moment, readBody, text } from '../rest/readBody.ts';
import { selectList, tables } from '../tables.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Give a time such as 08:00.');
const shift = z
  .strictObject({ weekday: z.number().int().min(1).max(7), start: clock, end: clock })
  .refine(({ start, end }) => start < end, { path: ['end'], message: 'end must be later than start.' });
type Shift = z.infer<typeof shift>;

/** Those of one weekday do not overlap. */
function apart(shifts: Shift[], context: z.RefinementCtx): void {
  shifts.forEach((one, n) => {
    if (shifts.slice(0, n).some(({ weekday, start, end }) => weekday === one.weekday && start < one.end && one.start < end))
      context.addIssue({ code: 'custom', path: [n], message: 'Two shifts of one weekday overlap.' });
  });
}

function isKnownZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const skill = z.strictObject({ skill_id: id, level: z.number().int().min(1).max(3), valid_until: moment.nullish(), verified: z.boolean().default(true) });
const fields = {
  name: text(200), email: z.email().max(320), phone: text(40).nullish(), user_id: id.nullish(), location_id: id, secondary_location_ids: z.array(id).max(12),
  home_lat: z.number().min(-90).max(90), home_lng: z.number().min(-180).max(180), active: z.boolean(), time_zone: z.string().max(60).refine(isKnownZone, 'Give an IANA time zone such as Europe/Berlin.'), shifts: z.array(shift).max(50).superRefine(apart),
  max_daily_minutes: z.number().int().min(0).max(1440), skills: z.array(skill).max(100),
};
const changed = z.strictObject({ ...fields, expected_version: z.number().int() }).partial();
const created = changed.omit({ expected_version: true }).required({ name: true, email: true, location_id: true, home_lat: true, home_lng: true }).extend({ id: id.optional() });
type Change = z.infer<typeof changed>;

const PERSON = ['name', 'email', 'phone', 'user_id'] as const;
const WORK = ['location_id', 'secondary_location_ids', 'home_lat', 'home_lng', 'active', 'max_daily_minutes', 'time_zone', 'shifts'] as const;
const VIEW = `SELECT ${selectList('expert_profile')}, profile.name, profile.email, profile.phone, profile.user_id,
  coalesce((SELECT json_agg(json_build_object('skill_id', x.skill_id, 'skill_name', x.skill_name, 'category', x.category, 'level', x.level,
      'valid_until', x.valid_until, 'verified', x.verified) ORDER BY x.skill_id)
    FROM expertise x WHERE x.expert_profile_id = expert_profile.id), '[]') AS skills
  FROM expert_profile JOIN profile ON profile.id = expert_profile.profile_id`;

/** An expert as one piece: the rows of profile, expert_profile and expertise together. */
export function experts(pool: Pool) {
  return {
    list: async (query: Request['query']) => {
      const { where, orderBy, parameters, limit, offset } = listQuery(tables['expert_profile']!, query);
      const page = `SELECT id FROM expert_profile ${where} ${orderBy} LIMIT ${limit} OFFSET ${offset}`;
      const total = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM expert_profile ${where}`, parameters);
      const ids = (await pool.query<{ id: string }>(page, parameters)).rows.map((row) => row.id);
      const { rows } = await pool.query(`${VIEW} WHERE expert_profile.id = ANY($1) ORDER BY array_position($1::text[], expert_profile.id)`, [ids]);
      return { rows, total: total.rows[0]!.n };
    },
    create: (input: unknown) => {
      const { id: given, ...expert } = readBody(created, input);
      return inTransaction(pool, async (client) => {
        const [expertId, profileId] = [given ?? newId('exp'), newId('prf')];
        await client.query('INSERT INTO profile (id, name, email) VALUES ($1, $2, $3)', [profileId, expert.name, expert.email]);
        await client.query('INSERT INTO expert_profile (id, profile_id, location_id, home_lat, home_lng) VALUES ($1, $2, $3, $4, $5)', [
          expertId, profileId, expert.location_id, expert.home_lat, expert.home_lng,
        ]);
        return change(client, expertId, expert);
      });
    },
    change: (expertId: string, input: unknown) => {
      const expert = readBody(changed, input);
      return inTransaction(pool, (client) => change(client, expertId, expert));
    },
  };
}

async function change(client: Client, expertId: string, expert: Change): Promise<unknown> {
  await countSave(client, expertId, expert.expected_version);
  await set(client, 'expert_profile', WORK, expert, 'id = $1', expertId);
  await set(client, 'profile', PERSON, expert, 'id = (SELECT profile_id FROM expert_profile WHERE id = $1)', expertId);
  if (expert.skills) await replaceSkills(client, expertId, expert.skills);
  const { rows } = await client.query(`${VIEW} WHERE expert_profile.id = $1`, [expertId]);
  return rows[0] ?? Promise.reject(notFound('expert'));
}

/** Locks the expert, too: their rows in other tables are saved with it. */
async function countSave(client: Client, expertId: string, expected: number | undefined): Promise<void> {
  const { rows } = await client.query<{ version: number }>('UPDATE expert_profile SET version = version + 1 WHERE id = $1 RETURNING version - 1 AS version', [expertId]);
  if (!rows[0]) throw notFound('expert');
  if (expected !== undefined && rows[0].version !== expected) throw staleVersion(rows[0].version, expected);
}

async function set(client: Client, table: string, columns: readonly (keyof Change)[], expert: Change, where: string, expertId: string): Promise<void> {
  const given = columns.filter((column) => expert[column] !== undefined);
  if (given.length === 0) return;
  const values = given.map((column) => (column === 'shifts' ? JSON.stringify(expert[column]) : expert[column]));
  await client.query(`UPDATE ${table} SET ${given.map((column, n) => `${column} = $${n + 2}`).join(', ')} WHERE ${where}`, [expertId, ...values]);
}

// There is no table of skills: a name and category are copied from somebody who has the skill already.
async function replaceSkills(client: Client, expertId: string, skills: z.infer<typeof skill>[]): Promise<void> {
  if (!(await client.query('SELECT 1 FROM expert_profile WHERE id = $1 FOR UPDATE', [expertId])).rowCount) throw notFound('expert');
  const known = await client.query<{ skill_id: string; skill_name: string; category: string }>('SELECT DISTINCT skill_id, skill_name, category FROM expertise');
  const wanted = skills.map((given, n) => {
    const found = known.rows.find((row) => row.skill_id === given.skill_id);
    if (!found) throw badInput(`skills[${n}].skill_id`, 'Nobody has this skill, so the monolith does not know it.');
    return { given, found };
  });
  await client.query('DELETE FROM expertise WHERE expert_profile_id = $1', [expertId]);
  for (const { given, found } of wanted) {
    await client.query(
      `INSERT INTO expertise (id, expert_profile_id, skill_id, skill_name, category, level, valid_until, verified) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId('exs'), expertId, found.skill_id, found.skill_name, found.category, given.level, given.valid_until ?? null, given.verified],
    );
  }
}
