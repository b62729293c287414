import { GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import type { Tickets } from '../tickets/tickets.ts';

/** Whose tickets are whose, and silence where a test says so: before the work is done, or after it, when only the answer is lost. */
export function ticketsInMemory() {
  const owners = new Map<string, string>();
  let silence: 'before' | 'after' | null = null;
  const port: Tickets = {
    async claim({ claimedId, customerId }) {
      const now = silence;
      silence = null;
      if (now === 'before') throw new GraphUnavailable('the router is down');
      const [next, ...others] = [...owners].filter(([, owner]) => owner === claimedId).map(([ticketId]) => ticketId);
      if (next) owners.set(next, customerId);
      if (now === 'after') throw new GraphUnavailable('the answer was lost');
      return others.length;
    },
  };
  return { port, owners, silentOnce: (when: 'before' | 'after') => void (silence = when) };
}
