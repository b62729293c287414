import { LauncherError } from '../launcherError.ts';
import { maxConnections } from '../postgres/cluster.ts';
import { PROCESS_NAMES, type ProcessName } from '../settings.ts';

/** How many instances of which process; what it leaves out is as it was, at first 1. */
export type Scale = Partial<Record<ProcessName, number>>;

export const mostInstances = 8;
/** That an instance opens at most: its pools, and one that listens where it is woken. */
const usual = 12;
const connections: Partial<Record<ProcessName, number>> = { monolith: 10, legacy: 0, router: 0, ticket: 13, 'ticket-workflow': 42 };
const kept = 40;

const single: Partial<Record<ProcessName, string>> = {
  monolith: 'there is one monolith',
  router: 'ROUTER_PROCESSES says how many processes serve behind its port',
};

/**
 * Reads `customer=2,ticket=3`.
 * @throws LauncherError with a line for each mistake
 */
export function readScale(text: string): Scale {
  const read = text.split(',').filter((part) => part.trim()).map(readPart);
  const mistakes = read.filter((part) => typeof part === 'string');
  if (read.length === 0) mistakes.push(`say which and how many, as in ticket=2,customer=2`);
  const scale = Object.fromEntries(read.filter((part) => typeof part !== 'string')) as Scale;
  if (mistakes.length > 0) throw new LauncherError(mistakes.join('\n'));
  return scale;
}

function readPart(part: string): string | [ProcessName, number] {
  const [name = '', count = ''] = part.split('=').map((side) => side.trim());
  const scalable = PROCESS_NAMES.filter((known) => !single[known]);
  if (!(PROCESS_NAMES as readonly string[]).includes(name)) return `there is no process "${name}": choose from ${scalable.join(', ')}`;
  if (single[name as ProcessName]) return `${name} has no instances: ${single[name as ProcessName]}`;
  const number = Number(count);
  if (!/^\d+$/.test(count) || number < 1 || number > mostInstances) return `${name}=${count}: must be a whole number from 1 to ${mostInstances}, as in ${name}=2`;
  return [name as ProcessName, number];
}

/**
 * What would run must find room in the embedded PostgreSQL, also while each is replaced by another.
 * @throws LauncherError
 */
export function checkRoom(scale: Scale): void {
  const sizeOf = (name: ProcessName): number => connections[name] ?? usual;
  const needed = PROCESS_NAMES.reduce((sum, name) => sum + sizeOf(name) * (scale[name] ?? 1), 0) + Math.max(...PROCESS_NAMES.map(sizeOf)) + kept;
  if (needed > maxConnections) throw new LauncherError(`so many instances open up to ${needed} connections to PostgreSQL, and the embedded one carries ${maxConnections}: ask for fewer`);
}
