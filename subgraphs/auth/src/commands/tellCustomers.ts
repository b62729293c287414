import { GraphUnavailable } from '@sysops-squad/chassis/graphClient';
import type { Parts } from '../parts.ts';
import { claimConfirmations, settleConfirmation, type DueConfirmation } from '../storage/emailConfirmations.ts';

const leaseMs = 30_000;
const longestPauseMs = 60_000;
/** What is refused again and again is a fault that a person has to look at. */
const mostRefusals = 50;

/** Tells the customer context of proven addresses until it has answered. True when there may be more. */
export function tellCustomers({ database, now, customers, logger }: Pick<Parts, 'database' | 'now' | 'customers' | 'logger'>) {
  return async (): Promise<boolean> => {
    const due = await claimConfirmations(database, now(), leaseMs);
    for (const confirmation of due) await tell(confirmation);
    return due.length > 0 && due.every(({ tries }) => tries === 1);
  };

  async function tell(confirmation: DueConfirmation): Promise<void> {
    const { accountId, tries } = confirmation;
    try {
      const [refusal] = await customers.confirmEmail(confirmation);
      if (!refusal) return void (await settleConfirmation(database, confirmation, { toldAt: now() }));
      logger.warn({ accountId, code: refusal.code }, 'the customer context refused a proven address');
      await settleConfirmation(database, confirmation, { deadAt: now(), lastError: refusal.code });
    } catch (error) {
      const lastError = (error as Error).message.slice(0, 300);
      const isDead = tries >= mostRefusals && !(error instanceof GraphUnavailable);
      const nextAt = new Date(now().getTime() + Math.min(500 * 2 ** Math.min(tries, 10), longestPauseMs));
      await settleConfirmation(database, confirmation, isDead ? { deadAt: now(), lastError } : { nextAt, lastError });
    }
  }
}
