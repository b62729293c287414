import type { Caller } from '@sysops-squad/chassis/caller';
import type { Parts } from '../parts.ts';
import { liveSessionsOf, type LiveSession } from '../storage/sessions.ts';

export type OwnSession = LiveSession & { current: boolean };

/** The caller's own, last seen first. */
export function sessions({ database, now }: Parts) {
  return async ({ id, sessionId }: Caller): Promise<OwnSession[]> => {
    const live = id === null ? [] : await liveSessionsOf(database, id, now());
    return live.map((session) => ({ ...session, current: session.id === sessionId }));
  };
}
