import { userError } from '@sysops-squad/chassis/userError';
import { confirmEmail, type Proof } from '../domain/confirmEmail.ts';
import { readEmail } from '../domain/contactRules.ts';
import type { Parts } from '../parts.ts';
import { claimRecord } from '../storage/claims.ts';
import { customersByIds, lockImports } from '../storage/customers.ts';
import { isViolationOf, type Transaction } from '../storage/database.ts';
import { displace, lockProven, lockProvenByEmail, saveProof } from '../storage/emailProofs.ts';
import type { CustomerResult } from './ownProfile.ts';

const noSuchCustomer = userError('NOT_FOUND', 'There is no such customer with this account.', 'customerId');

/** One transaction: the address is proven and a record with the same address claimed, or neither. */
export function confirmCustomerEmail(parts: Parts) {
  return async (input: Proof): Promise<CustomerResult> => {
    const email = readEmail(input.email, 'email');
    if ('refused' in email) return { customer: null, userErrors: email.refused };
    const proof = { ...input, email: email.value };
    return parts.database.$transaction((tx) => confirm(parts, tx, proof)).catch((error: unknown) => {
      // The account belongs to another customer.
      if (isViolationOf('customer_account', error)) return { customer: null, userErrors: [noSuchCustomer] };
      throw error;
    });
  };
}

async function confirm({ now }: Parts, tx: Transaction, proof: Proof): Promise<CustomerResult> {
  // Imports and proofs take turns: both decide by address who is who.
  await lockImports(tx);
  const confirmation = confirmEmail(proof, await lockProven(tx, proof.customerId), await lockProvenByEmail(tx, proof.email));
  if (confirmation.kind === 'NOT_FOUND') return { customer: null, userErrors: [noSuchCustomer] };
  if (confirmation.kind === 'PROVEN') {
    if (confirmation.displacedId) await displace(tx, confirmation.displacedId);
    await claimRecord(tx, proof, now());
  }
  if (confirmation.kind !== 'KNOWN') await saveProof(tx, proof, confirmation.kind === 'PROVEN');
  return { customer: (await customersByIds(tx, [proof.customerId]))[0] ?? null, userErrors: [] };
}
