import { addPaymentMethod } from './commands/addPaymentMethod.ts';
import { cancelContract } from './commands/cancelContract.ts';
import type { BillingLimits, Dependencies } from './commands/dependencies.ts';
import { receivePspEvent } from './commands/receivePspEvent.ts';
import { recoverPayments } from './commands/recoverPayments.ts';
import { runBilling } from './commands/runBilling.ts';
import { subscribeToPlan } from './commands/subscribeToPlan.ts';
import { readEntitlement } from './queries/readEntitlement.ts';
import { readFinancialReport } from './queries/readFinancialReport.ts';
import { allPlans } from './storage/plans.ts';

type Input<Command extends (parts: Dependencies, input: never) => unknown> = Parameters<Command>[1];

/** Every command and query of this context. */
export function createApplication(parts: Dependencies, limits: Omit<BillingLimits, 'stopping'>) {
  const { db } = parts.storage;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    const ended = work.catch((error: unknown) => parts.logger.error({ err: error }, 'billing stopped half-way; run it again')).finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  return {
    addPaymentMethod: (input: Input<typeof addPaymentMethod>) => addPaymentMethod(parts, input),
    subscribeToPlan: (input: Input<typeof subscribeToPlan>) => subscribeToPlan(parts, input),
    cancelContract: (input: Input<typeof cancelContract>) => cancelContract(parts, input),
    runBilling: (periodDay: Date) => runBilling(parts, { ...limits, stopping: stopping.signal }, periodDay, track),
    receivePspEvent: (input: Input<typeof receivePspEvent>) => receivePspEvent(parts, input),
    recoverPayments: () => recoverPayments(parts),

    entitlement: (question: Parameters<typeof readEntitlement>[1]) => readEntitlement(db, question),
    financialReport: (from: Date, to: Date) => readFinancialReport(db, from, to),
    supportPlans: () => allPlans(db),

    storage: parts.storage,
    clock: parts.clock,
    /** Resolves when nothing goes on that outlasted its answer. */
    idle: async () => void (await Promise.all(underWay)),
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}
export type Application = ReturnType<typeof createApplication>;
