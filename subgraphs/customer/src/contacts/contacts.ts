import { createRecent } from '@sysops-squad/chassis/recent';
import { GraphUnavailable, type Graph } from '@sysops-squad/chassis/graphClient';
import { unavailable } from '@sysops-squad/chassis/graphqlErrors';
import type { Contacts } from '../domain/sight.ts';

/** Asks whoever keeps the tickets. @throws GraphQLError UNAVAILABLE */
export type ReadContacts = (expertId: string) => Promise<Contacts>;

type Answer = { expertContacts: { customerIds: string[]; addressIds: string[] } | null };
const query = 'query ExpertContacts($expertId: ID!) { expertContacts(expertId: $expertId) { customerIds addressIds } }';

/** Without an answer, or where nobody can give one, an expert sees nobody. */
export const contactsThroughGraph = (graph: Graph): ReadContacts => async (expertId) => {
  const { expertContacts } = await graph.request<Answer>(query, { expertId }).catch((error: Error) => {
    throw error instanceof GraphUnavailable ? unavailable('Whether you may see this customer cannot be asked now. Try again in a moment.') : error;
  });
  return { customerIds: new Set(expertContacts?.customerIds), addressIds: new Set(expertContacts?.addressIds) };
};

const MOST_EXPERTS = 2_000;
/** A right that was taken away is gone after so long. */
const KEPT_MS = 2_000;

export type KnownContacts = { of: (expertId: string) => Contacts | null; renew: (expertId: string) => Promise<Contacts> };

/** What was said of the experts who asked last. What is not in it may have come since, and is asked anew. */
export function keptContacts(read: ReadContacts, now: () => Date): KnownContacts {
  const kept = createRecent<{ at: number; contacts: Contacts }>(MOST_EXPERTS);
  return {
    of: (expertId) => {
      const known = kept.get(expertId);
      return known && +now() - known.at < KEPT_MS ? known.contacts : null;
    },
    renew: async (expertId) => {
      // As old as the question, not as the answer.
      const at = +now();
      return kept.set(expertId, { at, contacts: await read(expertId) }).contacts;
    },
  };
}
