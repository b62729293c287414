import { createHash } from 'node:crypto';
import { Prisma } from '../../generated/client.ts';
import type { DispatchRequest, RosterExpert } from '../domain/dispatch/types.ts';
import type { Sql } from './prisma.ts';

/** An expert without what changes from one decision to the next. */
export type ListedExpert = Omit<RosterExpert, 'bookings' | 'idleSince' | 'recentRefusals'>;
export type TerritoryRoster = { territoryId: string; /** In the order of their ids. */ experts: readonly ListedExpert[]; text: string; /** SHA-256 (hex) of the text. */ digest: string };
/** `skillsKnown`: false when nobody can say what the product needs, or nobody supports it. */
export type Needs = Pick<DispatchRequest, 'visitMinutes' | 'requiredSkills'> & { skillsKnown: boolean };

export type RosterReader = {
  territory: (sql: Sql, territoryId: string) => Promise<TerritoryRoster>;
  product: (sql: Sql, productId: string | null) => Promise<Needs>;
};

/** Keeps what it has read until the roster's version changes, which costs one small statement to ask. */
export function createRosterReader(): RosterReader {
  let version: bigint | null = null;
  let territories = new Map<string, TerritoryRoster>();
  let products = new Map<string, Needs>();

  async function renew(sql: Sql): Promise<void> {
    const [row] = await sql.$queryRaw<{ version: bigint }[]>`SELECT version FROM roster_version`;
    if (row!.version === version) return;
    [version, territories, products] = [row!.version, new Map(), new Map()];
  }

  return {
    async territory(sql, territoryId) {
      await renew(sql);
      const known = territories.get(territoryId) ?? (await readTerritory(sql, territoryId));
      territories.set(territoryId, known);
      return known;
    },
    async product(sql, productId) {
      if (productId === null) return usual;
      const known = products.get(productId) ?? (await readProduct(sql, productId));
      products.set(productId, known);
      return known;
    },
  };
}

const usual: Needs = { visitMinutes: 60, requiredSkills: [], skillsKnown: false };

async function readProduct(sql: Sql, productId: string): Promise<Needs> {
  const product = await sql.rosterProduct.findUnique({ where: { id: productId } });
  if (!product) return usual;
  const skills = await sql.rosterProductSkill.findMany({ where: { productId }, orderBy: { skillId: 'asc' } });
  return { visitMinutes: product.visitMinutes, requiredSkills: skills.map(({ skillId, level }) => ({ skillId, level })), skillsKnown: product.skillsKnown };
}

async function readTerritory(sql: Sql, territoryId: string): Promise<TerritoryRoster> {
  const serving = Prisma.sql`e.id IN (SELECT expert_id FROM roster_expert_territory WHERE territory_id = ${territoryId})`;
  const text = await listed(sql, serving);
  return { territoryId, experts: expertsOf(text), text, digest: createHash('sha256').update(text).digest('hex') };
}

export const readExpert = async (sql: Sql, id: string): Promise<ListedExpert | null> => expertsOf(await listed(sql, Prisma.sql`e.id = ${id}`))[0] ?? null;

/** As JSON, in one order for everything, so that equal rosters are equal texts. */
async function listed(sql: Sql, which: Prisma.Sql): Promise<string> {
  const rows = await sql.$queryRaw<{ expert: string }[]>`
    SELECT json_build_object('id', e.id, 'active', e.active, 'home', json_build_object('lat', e.home_lat, 'lng', e.home_lng), 'timeZone', e.time_zone,
      'skills', coalesce((SELECT json_agg(json_build_object('skillId', s.skill_id, 'level', s.level, 'validUntil', s.valid_until) ORDER BY s.skill_id)
        FROM roster_expert_skill s WHERE s.expert_id = e.id AND s.removed_at IS NULL AND s.verified), '[]'),
      'territories', coalesce((SELECT json_agg(json_build_object('territoryId', t.territory_id, 'kind', t.kind) ORDER BY t.territory_id)
        FROM roster_expert_territory t WHERE t.expert_id = e.id), '[]'),
      'shifts', coalesce((SELECT json_agg(json_build_object('weekday', s.weekday, 'startMinute', s.start_minute, 'endMinute', s.end_minute) ORDER BY s.weekday, s.start_minute)
        FROM roster_shift s WHERE s.expert_id = e.id), '[]'),
      'timeOff', coalesce((SELECT json_agg(json_build_object('start', o.starts_at, 'end', o.ends_at) ORDER BY o.starts_at, o.ends_at)
        FROM roster_time_off o WHERE o.expert_id = e.id AND o.ends_at > now() - interval '1 day'), '[]'))::text AS expert
    FROM roster_expert e WHERE ${which} ORDER BY e.id`;
  return `[${rows.map(({ expert }) => expert).join(',')}]`;
}

type Stored = Omit<ListedExpert, 'skills' | 'timeOff' | 'timeZone'> & { timeZone?: string; skills: { skillId: string; level: number; validUntil: string | null }[]; timeOff: { start: string; end: string }[] };

/** Rosters that were kept when shifts were hours of UTC name no zone. */
export const expertsOf = (text: string): ListedExpert[] =>
  (JSON.parse(text) as Stored[]).map((expert) => ({
    ...expert,
    timeZone: expert.timeZone ?? 'UTC',
    skills: expert.skills.map((skill) => ({ ...skill, validUntil: skill.validUntil === null ? null : new Date(skill.validUntil) })),
    timeOff: expert.timeOff.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })),
  }));
