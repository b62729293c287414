import type { RequiredSkill } from '../domain/product.ts';

/**
 * What `ticket_type.remarks` says about skills, e.g. `Send somebody who … needs: skl_000007/2, skl_000012/1` or `needs: none`.
 * Null when any part of it cannot be read: half a list of skills would send the wrong expert.
 */
export function skillsInRemarks(remarks: string): RequiredSkill[] | null {
  const needs = /^[^]*\bneeds:([^\n]*)$/i.exec(remarks.trimEnd())?.[1]?.trim().replace(/\.$/, '');
  if (!needs) return null;
  if (needs.toLowerCase() === 'none') return [];
  const skills = needs.split(',').map((part) => /^(skl_[\w-]+)\/([123])$/.exec(part.trim()));
  if (skills.some((skill) => skill === null)) return null;
  return strictest(skills.map((skill) => ({ skillId: skill![1]!, level: Number(skill![2]) })));
}

/** The remark for people and for `skillsInRemarks`. */
export function remarksFor(required: readonly { skillId: string; skillName: string; level: number }[]): string {
  if (required.length === 0) return 'Any expert can do it. needs: none';
  const people = required.map(({ skillName, level }) => `${skillName} (${level})`).join(' and ');
  return `Send somebody who knows ${people}. needs: ${required.map(({ skillId, level }) => `${skillId}/${level}`).join(', ')}`;
}

function strictest(skills: RequiredSkill[]): RequiredSkill[] {
  const levels = new Map<string, number>();
  for (const { skillId, level } of skills) levels.set(skillId, Math.max(level, levels.get(skillId) ?? 0));
  return [...levels].map(([skillId, level]) => ({ skillId, level }));
}
