import { runBilling as run } from '../monolith/billing.ts';
import { unlessRefused } from './refused.ts';
import type { Request, WritingParts } from './request.ts';

export const runBilling = ({ rest, clock }: WritingParts) => async (_: Request, { period }: { period: string }) => {
  return unlessRefused(async () => ({ run: await run(rest, `${period.slice(0, 7)}-01`, clock()) }));
};
