import { randomUUID } from 'node:crypto';
import { serviceCaller } from '@sysops-squad/chassis/caller';
import type { Logger } from '@sysops-squad/chassis/logger';
import { startLoop } from '@sysops-squad/chassis/loop';
import { z } from 'zod';
import type { SubgraphClients } from '../subgraphs/subgraphClients.ts';
import type { LiveSupergraph } from '../supergraph/liveSupergraph.ts';
import type { Revocations } from './revocations.ts';

type Parts = {
  supergraph: Pick<LiveSupergraph, 'current'>;
  clients: Pick<SubgraphClients, 'get'>;
  revocations: Revocations;
  logger: Logger;
  everyMs?: number;
};

const query = 'query RevokedSessions($after: String) { revokedSessions(after: $after) { sessions { id at } cursor refuseTokensUntil } }';
const timeoutMs = 2_000;
const instant = z.string().transform((text) => Date.parse(text));
const answerSchema = z.object({ revokedSessions: z.object({ sessions: z.array(z.object({ id: z.string(), at: instant })), cursor: z.string(), refuseTokensUntil: instant.nullable() }) });

/** The subgraph that signs people in is asked every second which sessions have ended; while it is away, what was heard stays. */
export function followRevocations({ supergraph, clients, revocations, logger, everyMs = 1_000 }: Parts) {
  const cursors = new Map<string, string>();
  let failing = false;

  const tellers = (): { name: string; url: string }[] => {
    const { tellsRevoked, subgraphs } = supergraph.current();
    return subgraphs.filter(({ name }) => tellsRevoked.includes(name));
  };
  const ask = async ({ name, url }: { name: string; url: string }): Promise<void> => {
    const body = JSON.stringify({ query, variables: { after: cursors.get(name) ?? null } });
    const context = { caller: serviceCaller('router'), requestId: randomUUID(), deadline: AbortSignal.timeout(timeoutMs), importance: 'ticket' as const };
    const { data, errors } = await clients.get(name, url).call(body, true, context);
    if (errors?.[0]) throw new Error(errors[0].message);
    const { sessions, cursor, refuseTokensUntil } = answerSchema.parse(data).revokedSessions;
    revocations.learn(sessions, refuseTokensUntil);
    cursors.set(name, cursor);
  };
  const onError = (error: unknown): void => {
    if (!failing) logger.warn({ err: error }, 'which sessions have ended is not heard, what was heard before stays');
    failing = true;
  };
  const turn = async (): Promise<void> => {
    const all = tellers();
    for (const name of cursors.keys()) if (!all.some((teller) => teller.name === name)) cursors.delete(name);
    const failed = (await Promise.allSettled(all.map(ask))).find((result) => result.status === 'rejected');
    if (failed) return onError(failed.reason);
    if (failing) logger.info('which sessions have ended is heard again');
    failing = false;
  };
  const first = turn().catch(onError);
  const loop = first.then(() => startLoop({ everyMs, onError, turn }));
  return {
    /** Has been asked once, with or without an answer. */
    first: () => first,
    /** What has ended is known, if somebody could tell. */
    known: (): boolean => tellers().every(({ name }) => cursors.has(name)),
    stop: async (): Promise<void> => (await loop).stop(),
  };
}
