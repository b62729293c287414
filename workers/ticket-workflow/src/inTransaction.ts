import type { Transaction } from '../../../subgraphs/ticket/src/storage/storage.ts';
import { isLostRace } from './dispatch/lostRace.ts';
import type { TicketEffect, Workflow } from './workflow.ts';

const RACES = 8;

/** Looks up, then does, in one transaction; all of it again when somebody else was faster. */
export async function lookUpAndDo(workflow: Workflow, lookUp: () => Promise<TicketEffect>, before: (tx: Transaction) => Promise<void> = async () => undefined): Promise<void> {
  for (let race = 0; ; race += 1) {
    const effect = await lookUp();
    try {
      return await workflow.storage.transact(async (tx) => {
        await before(tx);
        await effect(tx);
      });
    } catch (error) {
      if (race === RACES || !isLostRace(error)) throw error;
    }
  }
}
