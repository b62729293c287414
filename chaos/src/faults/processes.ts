import type { Member } from '../system/member.ts';
import type { Arena, FaultKind, Injected } from './fault.ts';
import { nothingToHeal } from './fault.ts';

const roles = ['router', 'auth', 'customer', 'payment', 'ticket', 'legacy', 'monolith', 'relay', 'workflow'] as const;

const one = ({ system, random }: Arena, role: string): Member => random.pick(system.membersOf(role));

/** kill -9; a supervisor starts it again after a moment. */
const killed = (role: string): FaultKind => ({
  kind: `kill-${role}`,
  inject: async (arena) => {
    const member = one(arena, role);
    const downMs = 100 + arena.random.below(900);
    member.kill(downMs);
    return { detail: `${member.name}, down for ${downMs} ms`, lastsMs: downMs, heal: nothingToHeal };
  },
});

/** SIGSTOP: its connections and locks stay, and it does not know that time has passed. */
const stopped = (kind: string, role: string, lastsMs: number, alone = false): FaultKind => ({
  kind, alone,
  inject: async (arena) => {
    const member = one(arena, role);
    member.signal('SIGSTOP');
    return { detail: `${member.name} for ${lastsMs} ms`, lastsMs, heal: async () => member.signal('SIGCONT') };
  },
});

/** Its clock jumps by hours, and back. */
const wrongClock = (role: string): FaultKind => ({
  kind: `clock-${role}`,
  inject: async (arena): Promise<Injected> => {
    const member = one(arena, role);
    member.jumpClock();
    return { detail: `${member.name} is hours ahead`, lastsMs: 3_000, heal: async () => member.resetClock() };
  },
});

export const processFaults: readonly FaultKind[] = [
  ...roles.map(killed),
  stopped('stop-ticket', 'ticket', 3_000),
  stopped('stop-router', 'router', 2_000),
  stopped('stop-monolith', 'monolith', 3_000),
  // Longer than the lease of a message (5 s) and than the lock of a job (10 s).
  stopped('stop-workflow-past-its-lock', 'workflow', 12_000, true),
  wrongClock('workflow'),
  wrongClock('ticket'),
];
