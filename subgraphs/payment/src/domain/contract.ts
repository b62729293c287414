import type { Money } from './money.ts';

export type ContractStatus = 'PENDING_PAYMENT' | 'ACTIVE' | 'CANCELLED' | 'ENDED';

export type Contract = {
  id: string;
  customerId: string;
  planId: string;
  planName: string;
  monthlyPrice: Money;
  status: ContractStatus;
  paymentMethodId: string | null;
  startsAt: Date;
  endsAt: Date | null;
  createdAt: Date;
  productIds: string[];
};

/** What is stored says what was decided; that time has run out since is read off the clock. */
export function statusAt({ status, endsAt }: Pick<Contract, 'status' | 'endsAt'>, at: Date): ContractStatus {
  return endsAt !== null && endsAt <= at ? 'ENDED' : status;
}

/** Whether its cover has begun and is neither over nor unpaid. */
export function coversAt(contract: Contract, at: Date): boolean {
  const status = statusAt(contract, at);
  return contract.startsAt <= at && (status === 'ACTIVE' || status === 'CANCELLED');
}
