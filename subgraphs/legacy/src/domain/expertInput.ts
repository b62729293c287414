import { readEmail } from '@sysops-squad/chassis/text/readEmail';
import { refusalsIn } from '@sysops-squad/chassis/text/reading';
import { readPhone } from '@sysops-squad/chassis/text/readPhone';
import { readLine } from '@sysops-squad/chassis/text/readText';
import { isTimeZone } from '@sysops-squad/chassis/timeZone';
import { userError, type UserError } from '@sysops-squad/chassis/userError';
import { mistakesInSkills } from './product.ts';
import type { Shift, TerritoryKind } from './expert.ts';

export type ExpertInput = {
  id?: string | null;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  home?: { lat: number; lng: number } | null;
  skills?: { skillId: string; level: number; validUntil?: Date | null }[] | null;
  territories?: { territoryId: string; kind: TerritoryKind }[] | null;
  shifts?: Shift[] | null;
  timeZone?: string | null;
  active?: boolean | null;
  expectedVersion?: number | null;
};

const invalid = (message: string, field: string) => userError('INVALID_INPUT', message, field);
const neededForNew = ['name', 'email', 'home', 'skills', 'territories', 'shifts'] as const;
const startPattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const endPattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Everything that is wrong with an expert to be saved, by itself; a new one needs more fields. */
export function mistakesInExpert(input: ExpertInput): UserError[] {
  const missing = input.id ? [] : neededForNew.filter((field) => input[field] == null);
  return [
    ...missing.map((field) => invalid(`A new expert needs ${field}.`, field)),
    ...mistakesInPerson(input),
    ...mistakesInSkills(input.skills ?? [], 'skills'),
    ...mistakesInTerritories(input.territories),
    ...mistakesInShifts(input.shifts ?? []),
    ...(input.timeZone == null || isTimeZone(input.timeZone) ? [] : [invalid('timeZone must be an IANA name, e.g. Europe/Berlin.', 'timeZone')]),
  ];
}

function mistakesInPerson({ name, email, phone, home }: ExpertInput): UserError[] {
  const mistakes: UserError[] = [];
  if (name != null) mistakes.push(...refusalsIn(readLine(name, 'name', { maximum: 200 })));
  if (email != null) mistakes.push(...refusalsIn(readEmail(email, 'email')).map(({ message }) => invalid(message, 'email')));
  mistakes.push(...refusalsIn(readPhone(phone, 'phone')));
  if (home != null && !(Math.abs(home.lat) <= 90 && Math.abs(home.lng) <= 180))
    mistakes.push(invalid('home must have lat from -90 to 90 and lng from -180 to 180.', 'home'));
  return mistakes;
}

function mistakesInTerritories(territories: ExpertInput['territories']): UserError[] {
  if (territories == null) return [];
  const ids = new Set(territories.map(({ territoryId }) => territoryId));
  if (ids.size !== territories.length) return [invalid('Name each territory once.', 'territories')];
  const primary = territories.filter(({ kind }) => kind === 'PRIMARY').length;
  return primary === 1 ? [] : [invalid(`Exactly one territory must be PRIMARY, not ${primary}.`, 'territories')];
}

function mistakesInShifts(shifts: Shift[]): UserError[] {
  if (shifts.length > 50) return [invalid('At most 50 shifts.', 'shifts')];
  const mistakes = shifts.flatMap(mistakesInShift);
  return mistakes.length > 0 ? mistakes : shifts.flatMap((shift, n) => {
    const other = shifts.slice(0, n).find(({ weekday, start, end }) => weekday === shift.weekday && start < shift.end && shift.start < end);
    return other ? [invalid(`Overlaps the shift from ${other.start} to ${other.end} of the same day.`, `shifts[${n}]`)] : [];
  });
}

function mistakesInShift({ start, end }: Shift, n: number): UserError[] {
  if (!startPattern.test(start)) return [invalid('start must be HH:MM, 00:00 to 23:59.', `shifts[${n}].start`)];
  if (!endPattern.test(end)) return [invalid('end must be HH:MM, at most 24:00.', `shifts[${n}].end`)];
  return end > start ? [] : [invalid('end must be later than start; split a shift over midnight in two.', `shifts[${n}].end`)];
}
