import { hash } from 'node:crypto';
import type { FetchNode } from '@apollo/query-planner';
import { exactKey } from '@sysops-squad/chassis/exactKey';

/** One fetch of a plan, as far as the cache tells fetches apart. */
export type CachedFetch = {
  subgraph: string;
  /** Digest of the supergraph, the subgraph and the text that is asked. */
  id: string;
};

export const cachedFetch = ({ serviceName: subgraph, operation }: FetchNode, supergraph: string): CachedFetch => ({ subgraph, id: hash('sha256', exactKey([supergraph, subgraph, operation]), 'base64url') });
