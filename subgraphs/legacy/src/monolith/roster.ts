import type { Rest } from './rest.ts';

export const readRosterDigest = async (rest: Rest): Promise<string> => (await rest.get<{ digest: string }>('roster-digest'))!.digest;
