import type { GraphClient } from '@sysops-squad/chassis/graphClient';
import type { UserError } from '@sysops-squad/chassis/userError';

/** What a claim needs of the context that owns tickets. May be repeated. @throws GraphUnavailable | GraphRefused */
export type Tickets = {
  /** How many tickets are left for the next call. */
  claim: (claim: { claimedId: string; customerId: string }) => Promise<number>;
};

const claimTickets = `mutation ClaimTickets($input: ClaimTicketsInput!) {
  claimTickets(input: $input) { remaining userErrors { code message field } }
}`;
type Answer = { claimTickets: { remaining: number; userErrors: UserError[] } };

export function ticketsThroughGraph(graph: GraphClient): Tickets {
  return {
    async claim(input) {
      const { claimTickets: { remaining, userErrors } } = await graph.request<Answer>(claimTickets, { input });
      if (userErrors[0]) throw new Error(`tickets of ${input.claimedId} cannot be claimed: ${userErrors[0].message}`);
      return remaining;
    },
  };
}
