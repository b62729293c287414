import { hash } from 'node:crypto';
import { z } from 'zod';
import { callerSchema } from '../caller.ts';
import { issuer, ProofRefused, type Claim, type ProvenRequest } from './proof.ts';

const claimsSchema = z.object({
  iss: z.literal(issuer), aud: z.string(), exp: z.number(), jti: z.string().min(1),
  mth: z.string(), pth: z.string(), bh: z.string(), caller: callerSchema,
});
type Claims = z.infer<typeof claimsSchema>;

export const digest = (text: string | Uint8Array): string => hash('sha256', text, 'base64url');

/** All that a signature proves, as base64url of JSON. */
export function writeClaims({ subgraph, method, path, body, caller }: ProvenRequest, { expires, id }: Omit<Claim, 'caller'>): string {
  const claims: Claims = { iss: issuer, aud: subgraph, exp: expires, jti: id, mth: method, pth: path, bh: digest(body), caller };
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

/** @throws ProofRefused when one is missing */
export function readClaims(claims: string): Claims {
  const { success, data } = claimsSchema.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
  if (!success) throw new ProofRefused('lacks a claim');
  return data;
}
