export type Proof = { customerId: string; email: string; accountId: string; provenAt: Date };

/** What is known of proofs: of the customer that a proof is for, and of another one who has proven the same address. */
export type Proven = { id: string; accountId: string | null; emailProofAt: Date | null };

export type Confirmation =
  /** An older proof, or this one again: nothing follows. */
  | { kind: 'KNOWN' }
  /** Another customer proved the same address later: it is theirs. */
  | { kind: 'LOST' }
  | { kind: 'PROVEN'; /** The customer who has the address no longer. */ displacedId: string | null }
  | { kind: 'NOT_FOUND' };

/** Whatever the order in which proofs arrive, an address belongs to the customer who proved it last. */
export function confirmEmail(proof: Proof, customer: Proven | null, holder: Proven | null): Confirmation {
  if (!customer || (customer.accountId !== null && customer.accountId !== proof.accountId)) return { kind: 'NOT_FOUND' };
  if (customer.emailProofAt && customer.emailProofAt >= proof.provenAt) return { kind: 'KNOWN' };
  const other = holder && holder.id !== customer.id ? holder : null;
  if (other?.emailProofAt && other.emailProofAt > proof.provenAt) return { kind: 'LOST' };
  return { kind: 'PROVEN', displacedId: other?.id ?? null };
}
