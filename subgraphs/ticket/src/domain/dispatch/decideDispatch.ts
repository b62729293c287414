import type { DispatchInput } from './board.ts';
import { decideBatch } from './decideBatch.ts';
import type { DispatchDecision, DispatchRequest } from './types.ts';

/** Who is to come to one visit, and when: a batch of one. */
export const decideDispatch = ({ request, ...input }: Omit<DispatchInput, 'requests'> & { request: DispatchRequest }): DispatchDecision =>
  decideBatch({ ...input, requests: [request] })[0]!;
