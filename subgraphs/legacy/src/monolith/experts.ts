import { normalText } from '@sysops-squad/chassis/text/normalText';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { normalPhone } from '@sysops-squad/chassis/text/readPhone';
import { weekdays, type Expert, type ExpertSkill, type TimeOff } from '../domain/expert.ts';
import type { ExpertInput } from '../domain/expertInput.ts';
import { allRows, inOrderOf, rowsWhere } from './batches.ts';
import type { Rest } from './rest.ts';

export type ShiftColumn = { weekday: number; start: string; end: string };
export type TimeOffColumn = { id?: string; start: string; end: string; reason: string };
export type SkillColumn = { skill_id: string; skill_name: string; category: string; level: number; valid_until: string | null; verified: boolean };
export type ExpertRow = {
  id: string; name: string; email: string; phone: string | null; location_id: string; secondary_location_ids: string[]; home_lat: number; home_lng: number; time_zone: string;
  active: boolean; shifts: ShiftColumn[]; time_off: TimeOffColumn[]; skills: SkillColumn[]; version: number;
};

export const toExpert = (row: ExpertRow): Expert => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  active: row.active,
  home: { lat: row.home_lat, lng: row.home_lng },
  timeZone: row.time_zone,
  skills: row.skills.map(toExpertSkill),
  territories: [
    { territoryId: row.location_id, kind: 'PRIMARY' as const },
    ...row.secondary_location_ids.map((territoryId) => ({ territoryId, kind: 'SECONDARY' as const })),
  ],
  shifts: row.shifts.map(({ weekday, start, end }) => ({ weekday: weekdays[weekday - 1]!, start, end })),
  timeOff: row.time_off.map((entry) => toTimeOff(row.id, entry)),
  version: row.version,
});

/** An entry that was made by hand has no id: its expert has one that begins at that time. */
export const toTimeOff = (expertId: string, entry: TimeOffColumn): TimeOff => ({
  id: entry.id ?? `tof_${expertId.replace(/^exp_/, '')}-${Date.parse(entry.start)}`,
  start: new Date(entry.start),
  end: new Date(entry.end),
  reason: entry.reason,
  status: 'APPROVED',
});

const toExpertSkill = (column: SkillColumn): ExpertSkill => ({
  skill: { id: column.skill_id, name: column.skill_name, category: column.category },
  level: column.level,
  verified: column.verified,
  validUntil: column.valid_until === null ? null : new Date(column.valid_until),
});

export async function expertsByIds(rest: Rest, ids: readonly string[]): Promise<(Expert | null)[]> {
  return inOrderOf(ids, (await rowsWhere<ExpertRow>(rest, 'experts', 'ids', ids)).map(toExpert), ({ id }) => id);
}

type ExpertPage = { search: string | undefined; territoryId: string | undefined; limit: number; after: string | null };

/** By id, so that a page goes on after the last id whatever has been added since. */
export async function pageOfExperts(rest: Rest, page: ExpertPage): Promise<Expert[]> {
  const rows = page.territoryId === undefined ? await pageOfAll(rest, page) : await pageOfTerritory(rest, page.territoryId, page);
  return rows.map(toExpert);
}

async function pageOfAll(rest: Rest, { search, limit, after }: ExpertPage): Promise<ExpertRow[]> {
  const { rows } = await rest.list<ExpertRow>('experts', { search, 'id.gte': after ?? undefined, sort: 'id', limit: limit + 2 });
  return rows.filter(({ id }) => id !== after);
}

/** The monolith cannot ask for "primary or secondary": both lists are small, and are put together here. */
async function pageOfTerritory(rest: Rest, territoryId: string, { search, limit, after }: ExpertPage): Promise<ExpertRow[]> {
  const lists = await Promise.all([
    allRows<ExpertRow>(rest, 'experts', { search, location_id: territoryId }),
    allRows<ExpertRow>(rest, 'experts', { search, secondary_location_ids: territoryId }),
  ]);
  const rows = [...new Map(lists.flat().map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return rows.filter(({ id }) => after === null || id > after).slice(0, limit + 1);
}

/** The expert that each account belongs to. */
export async function expertIdsOfUsers(rest: Rest, userIds: readonly string[]): Promise<(string | null)[]> {
  const profiles = await rowsWhere<{ id: string; user_id: string }>(rest, 'profile', 'user_id', userIds);
  const experts = await rowsWhere<{ id: string; profile_id: string }>(rest, 'expert_profile', 'profile_id', profiles.map(({ id }) => id));
  const expertOf = new Map(experts.map((row) => [row.profile_id, row.id]));
  return inOrderOf(userIds, profiles, (profile) => profile.user_id).map((profile) => (profile && expertOf.get(profile.id)) ?? null);
}

/** All of it or nothing, in one call. @throws MonolithRefused */
export async function writeExpert(rest: Rest, input: ExpertInput): Promise<Expert> {
  const body = columnsOf(input);
  return toExpert(input.id ? await rest.patch<ExpertRow>(`experts/${encodeURIComponent(input.id)}`, body) : await rest.post<ExpertRow>('experts', body));
}

function columnsOf({ id, name, email, phone, home, timeZone, active, skills, territories, shifts, expectedVersion }: ExpertInput): Record<string, unknown> {
  const ofKind = (kind: 'PRIMARY' | 'SECONDARY') => (territories ?? []).filter((territory) => territory.kind === kind).map(({ territoryId }) => territoryId);
  return {
    ...(id && expectedVersion != null && { expected_version: expectedVersion }),
    ...(name != null && { name: normalText(name) }),
    ...(email != null && { email: normalEmail(email) }),
    ...(phone != null && { phone: normalPhone(phone) }),
    ...(home != null && { home_lat: home.lat, home_lng: home.lng }),
    ...(timeZone != null && { time_zone: timeZone }),
    ...(active != null && { active }),
    ...(territories != null && { location_id: ofKind('PRIMARY')[0], secondary_location_ids: ofKind('SECONDARY') }),
    ...(shifts != null && { shifts: shifts.map(({ weekday, start, end }) => ({ weekday: weekdays.indexOf(weekday) + 1, start, end })) }),
    ...(skills != null && { skills: skills.map(({ skillId, level, validUntil }) => ({ skill_id: skillId, level, valid_until: validUntil?.toISOString() ?? null })) }),
  };
}

/** @throws MonolithRefused */
export async function addTimeOff(rest: Rest, expertId: string, timeOff: { id: string; start: Date; end: Date; reason: string }): Promise<TimeOff> {
  const body = { ...timeOff, reason: normalText(timeOff.reason), start: timeOff.start.toISOString(), end: timeOff.end.toISOString() };
  return toTimeOff(expertId, await rest.post<TimeOffColumn>(`experts/${encodeURIComponent(expertId)}/time-off`, body));
}
