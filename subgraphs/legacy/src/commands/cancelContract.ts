import { hasRole } from '@sysops-squad/chassis/authorize';
import { userError } from '@sysops-squad/chassis/userError';
import { endOfMonth } from '../domain/contract.ts';
import { isCustomer } from '../domain/customer.ts';
import { endContract } from '../monolith/contracts.ts';
import { notFound, refused, unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

type Input = { contractId: string; reason: string };

/** The monolith has no place for the reason: it is asked for and not kept. */
export const cancelContract = ({ rest, clock }: WritingParts) => async ({ caller, load }: Request, { contractId, reason }: Input) => {
  if (reason.trim() === '' || reason.length > 500) return refused(userError('INVALID_INPUT', 'reason must have 1 to 500 characters.', 'reason'));
  const contract = await load.contract.load(contractId);
  if (!contract || !(isCustomer(caller, contract.customerId) || hasRole(caller, 'ADMIN'))) return notFound('contract', 'contractId');
  if (contract.status === 'CANCELLED' || contract.status === 'ENDED') return refused(userError('ALREADY_CANCELLED', 'This contract has been cancelled already.'));
  return unlessRefused(async () => ({ contract: await endContract(rest, contractId, endOfMonth(clock())) }));
};
