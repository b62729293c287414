import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import type { Parts } from '../parts.ts';
import { readRevokedSessions, type RevokedSession } from '../storage/revokedSessions.ts';

const most = 5_000;
const isSnapshot = (cursor: string): boolean => cursor.length <= 20_000 && /^\d{1,19}:\d{1,19}:[\d,]*$/.test(cursor);

export type RevokedSessions = { sessions: RevokedSession[]; cursor: string; refuseTokensUntil: Date | null };

/** More than one answer holds are told as a time: whoever reads refuses all tokens that were issued until then. */
export function revokedSessions({ database }: Pick<Parts, 'database'>) {
  return async (after: string | null): Promise<RevokedSessions> => {
    if (after !== null && !isSnapshot(after)) throw badUserInput('`after` is not a cursor that this list gave.', 'after');
    const { sessions, cursor } = await readRevokedSessions(database, after, most + 1);
    return { sessions: sessions.slice(0, most), cursor, refuseTokensUntil: sessions[most]?.at ?? null };
  };
}
