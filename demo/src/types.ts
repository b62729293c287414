/** What the demo reads of the answers to `operations/`. */
export type OfferEvent = {
  offerReceived: {
    cursor: string;
    kind: string;
    offer: {
      id: string;
      expiresAt: string;
      ticket: {
        id: string;
        number: string;
        description: string;
        customer: { name: string } | null;
        product: { name: string } | null;
        address: { line1: string; city: string } | null;
      };
      visit: { id: string; scheduledStart: string };
    };
  };
};

export type TicketEvent = {
  ticketChanged: { cursor: string; change: string; ticket: { id: string; status: string; expert: { name: string; phone: string } | null } };
};

export type UserErrors = { userErrors: { code: string; message: string }[] };

/** @throws with the first refusal of a mutation's payload */
export function accepted<Payload extends UserErrors>(payload: Payload): Payload {
  const [refusal] = payload.userErrors;
  if (refusal) throw new Error(`${refusal.code}: ${refusal.message}`);
  return payload;
}
