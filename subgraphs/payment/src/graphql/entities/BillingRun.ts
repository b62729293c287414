import type { BillingProgress } from '../../commands/runBilling.ts';
import type { ChargeFailure } from '../../commands/chargeInvoices.ts';
import type { Context } from '../context.ts';

export const BillingRun = { period: ({ periodStart }: BillingProgress) => periodStart };

export const BillingFailure = { contract: ({ contractId }: ChargeFailure, _: unknown, { loaders }: Context) => loaders.contract.load(contractId) };
