import { issuer } from './proof.ts';

/** The router's key of which it is certified that it is the router's, for one process of one subgraph. Keys in base64url, `expires` in seconds since 1970. */
export type Certified = { subgraph: string; instanceKey: string; routerKey: string; expires: number };

/** What the router's key signs. Each begins with what it is, so that none can be read as another. */
export const textOfProof = (digests: string): Buffer => Buffer.from(`${issuer} proofs\n${digests}`);
export const textOfCertificate = ({ subgraph, instanceKey, routerKey, expires }: Certified): Buffer =>
  Buffer.from([`${issuer} proof key`, subgraph, instanceKey, routerKey, expires].join('\n'));
