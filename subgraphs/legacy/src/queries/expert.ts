import { hasRole } from '@sysops-squad/chassis/authorize';
import { isExpert } from '../domain/expert.ts';
import type { Request } from './request.ts';

export const expert = () => async ({ caller, load }: Request, { id }: { id: string }) => {
  const isStaff = hasRole(caller, 'OPERATIVE', 'MANAGER', 'ADMIN', 'SYSTEM');
  return isStaff || isExpert(caller, id) ? load.expert.load(id) : null;
};
