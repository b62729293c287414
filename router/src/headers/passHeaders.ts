import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallContext } from '../subgraphs/callContext.ts';
import { requestHeaders, rulesFor, type HeaderRules } from './headerRules.ts';
import { collectResponseHeaders } from './responseHeaders.ts';

export type PassHeaders = (request: Pick<IncomingMessage, 'headers'>) => { context: Pick<CallContext, 'headersFor' | 'onAnswerHeaders'>; writeTo: (response: ServerResponse) => void };

const nothing = { context: {}, writeTo: () => undefined };

/** What the header rules make of one request: what its calls to subgraphs carry, and what its answer gets of theirs. */
export function createPassHeaders({ request, response }: HeaderRules = {}): PassHeaders {
  if (!request && !response) return () => nothing;
  return ({ headers }) => {
    const collected = response && collectResponseHeaders(response);
    return {
      context: { headersFor: request && ((subgraph) => requestHeaders(rulesFor(request, subgraph), headers)), onAnswerHeaders: collected?.received },
      writeTo(answer) {
        for (const [name, value] of collected?.toClient() ?? []) answer.setHeader(name, value);
      },
    };
  };
}
