import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { processes, type World } from '../../../launcher/src/processes/description.ts';
import type { ProcessName } from '../../../launcher/src/settings.ts';
import type { MemberPlan } from './member.ts';

type Instance = { name: string; role: string; of: ProcessName; more?: Record<string, string> };

/** Two of each part of the ticket context, so that one can fail; the relay alone, so that it can be killed alone. */
export const instances: readonly Instance[] = [
  { name: 'monolith', role: 'monolith', of: 'monolith' },
  { name: 'auth', role: 'auth', of: 'auth' },
  { name: 'customer', role: 'customer', of: 'customer' },
  { name: 'payment', role: 'payment', of: 'payment' },
  { name: 'ticket-1', role: 'ticket', of: 'ticket' },
  { name: 'ticket-2', role: 'ticket', of: 'ticket' },
  { name: 'legacy', role: 'legacy', of: 'legacy' },
  { name: 'router', role: 'router', of: 'router' },
  { name: 'relay', role: 'relay', of: 'ticket-workflow', more: { PARTS: 'relay' } },
  { name: 'workflow-1', role: 'workflow', of: 'ticket-workflow', more: { PARTS: 'consumer,timers,roster' } },
  { name: 'workflow-2', role: 'workflow', of: 'ticket-workflow', more: { PARTS: 'consumer,timers' } },
];

const preload = pathToFileURL(join(import.meta.dirname, '../inside/preload.ts')).href;

type Inside = { folder: string; mutant: string | undefined; clockOffsetMs: number };

/** How each process is started: with the world as its links show it, on a port of its own. */
export function plansOf(world: World, portOf: (name: string) => number, { folder, mutant, clockOffsetMs }: Inside): MemberPlan[] {
  return instances.map(({ name, role, of, more = {} }) => {
    const { entry, environment } = processes.find((description) => description.name === of)!;
    return {
      name, role, entry, port: portOf(name),
      environment: {
        ...environment(worldOf(world, role)), ...more, LOG_LEVEL: 'warn', DRAIN_MS: '0', NODE_OPTIONS: `--import=${preload}`,
        SYSOPS_CAMPAIGN: folder, SYSOPS_ROLE: role, SYSOPS_MUTANT: mutant, SYSOPS_CLOCK_OFFSET_MS: String(clockOffsetMs),
      },
    };
  });
}

/** Workers reach the ticket database by a wire of their own. */
function worldOf(world: World & { workerTicketUrl?: string }, role: string): World {
  const worker = role === 'workflow' || role === 'relay';
  return worker && world.workerTicketUrl ? { ...world, databases: { ...world.databases, ticket: world.workerTicketUrl } } : world;
}
