import { seededId } from '../ids.ts';
import { products } from '../catalogue/products.ts';
import { categories, skills } from '../catalogue/skills.ts';
import type { Skill } from '../catalogue/skills.ts';
import { territories } from '../catalogue/territories.ts';
import type { Random } from './random.ts';
import { DAY, iso } from './calendar.ts';

export type Expertise = { skill: Skill; level: number; validUntil: string | null; verified: boolean };

const DEMO_CATEGORIES = ['Computers & tablets', 'TV & audio', 'Smart home'];

/** Everything in three categories, at the highest level. */
export function demoExpertise(): Expertise[] {
  return skills.filter((skill) => DEMO_CATEGORIES.includes(skill.category)).map((skill) => ({ skill, level: 3, validUntil: null, verified: true }));
}

/**
 * Expert n serves one territory, one category and three neighbouring products of it, so that 288 experts
 * (12 territories × 6 categories × 4) already have somebody for every product in every territory.
 */
export function expertiseOf(n: number, today: number, random: Random): Expertise[] {
  const category = categories[Math.floor(n / territories.length) % categories.length]!;
  const range = products.filter((product) => product.category === category);
  const round = Math.floor(n / (territories.length * categories.length));
  const levels = new Map<Skill, number>();
  for (let step = 0; step < 3; step += 1) {
    for (const { skill, level } of range[(round * 3 + step) % range.length]!.needs) levels.set(skill, Math.max(level, levels.get(skill) ?? 0));
  }
  const useful = [...levels].map(([skill, level]) => ({
    skill, level: Math.min(3, level + (random.chance(0.3) ? 1 : 0)), validUntil: iso(today + random.between(200, 900) * DAY), verified: true,
  }));
  return [...useful, ...doubtful(random, levels, today)].map((expertise) => keepScarce(n, expertise));
}

/** Some people also have a skill that has run out or that nobody has checked. */
function doubtful(random: Random, known: Map<Skill, number>, today: number): Expertise[] {
  const skill = random.pick(skills);
  if (known.has(skill) || !random.chance(0.4)) return [];
  const verified = random.chance(0.5);
  return [{ skill, level: random.between(1, 3), verified, validUntil: iso(today + (verified ? -random.between(5, 200) : 300) * DAY) }];
}

// In Berlin, the territory of expert number 0, that expert alone masters solar gateways: the demonstration rests on it.
function keepScarce(n: number, expertise: Expertise): Expertise {
  const scarce = n % territories.length === 0 && expertise.skill.name === 'Solar gateways';
  return scarce ? { ...expertise, level: Math.min(2, expertise.level) } : expertise;
}

export function expertiseRows(experts: readonly { id: string; expertise: Expertise[] }[]) {
  let n = 0;
  return experts.flatMap((expert) => expert.expertise.map(({ skill, level, validUntil, verified }) => ({
    id: seededId('exs', (n += 1)), expert_profile_id: expert.id, skill_id: skill.id, skill_name: skill.name,
    category: skill.category, level, valid_until: validUntil, verified,
  })));
}
