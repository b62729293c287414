import type { Caller } from '@sysops-squad/chassis/caller';

/** What every call to a subgraph carries on behalf of one client request or one subscription event. */
export type CallContext = {
  caller: Caller;
  requestId: string;
  /** Aborted when the whole request has taken too long. */
  deadline: AbortSignal;
};
