import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '@sysops-squad/chassis/caller';
import type { RequestCache } from '../cache/responseCache.ts';
import type { Delivery } from '../execution/delivery.ts';
import type { Importance } from '../overload/importance.ts';

/** What every call to a subgraph carries on behalf of one client request or one subscription event. */
export type CallContext = {
  caller: Caller;
  requestId: string;
  /** Aborted when the whole request has taken too long. */
  deadline: AbortSignal;
  /** When that is, in milliseconds since 1970. */
  deadlineAt?: number;
  /** Known once the operation is; until then, a call's own kind tells. */
  importance?: Importance;
  /** Present where the client takes an answer in parts. */
  delivery?: Delivery;
  /** Absent: every subgraph is asked. */
  cache?: RequestCache | undefined;
  /** What goes to a subgraph by the header rules. */
  headersFor?: ((subgraph: string) => Record<string, string>) | undefined;
  /** Told of the headers of each answer. */
  onAnswerHeaders?: ((subgraph: string, headers: IncomingHttpHeaders) => void) | undefined;
};
