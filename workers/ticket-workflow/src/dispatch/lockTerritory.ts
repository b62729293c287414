import type { Transaction } from '../../../../subgraphs/ticket/src/storage/storage.ts';

/** Decisions of one territory come one after the other; held until the transaction ends. */
export const lockTerritory = async (tx: Transaction, territoryId: string): Promise<void> =>
  void (await tx.sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`dispatch:${territoryId}`}, 0))`);
