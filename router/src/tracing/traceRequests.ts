import { inSpan, isTracing, traceHeadersIn } from '@sysops-squad/chassis/tracing/tracing';
import type { Answer } from '../http/server.ts';

/** A client's request as one span, in the client's trace where it sends one. */
export const traceRequests = (answer: Answer): Answer => (isTracing() ? traced(answer) : answer);

const traced =
  (answer: Answer): Answer =>
  (request, response) =>
    inSpan('graphql request', { kind: 'server', parent: traceHeadersIn(request.headers), attributes: { 'http.request.method': request.method } }, async (span) => {
      await answer(request, response);
      span?.set({ 'http.response.status_code': response.statusCode, 'request.id': response.getHeader('x-request-id')?.toString() });
      if (response.statusCode >= 500) span?.fail({ code: `HTTP ${response.statusCode}` });
    });
