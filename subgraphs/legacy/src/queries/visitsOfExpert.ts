import { hasRole } from '@sysops-squad/chassis/authorize';
import { badUserInput, forbidden } from '@sysops-squad/chassis/graphqlErrors';
import { isExpert } from '../domain/expert.ts';
import * as monolith from '../monolith/tickets.ts';
import type { ReadingParts, Request } from './request.ts';

const mostDays = 62;

export const visitsOfExpert = ({ rest }: ReadingParts) => async ({ caller }: Request, expertId: string, { from, to }: { from: Date; to: Date }) => {
  if (!isExpert(caller, expertId) && !hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM')) throw forbidden('Only the expert and our staff see the visits of an expert.');
  if (to <= from || to.getTime() - from.getTime() > mostDays * 86_400_000) throw badUserInput(`\`to\` must lie after \`from\`, by at most ${mostDays} days.`, 'to');
  return monolith.visitsOfExpert(rest, expertId, from, to);
};
