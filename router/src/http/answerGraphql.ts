import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '@sysops-squad/chassis/http/body';
import { bodyText, WrongEncoding } from '@sysops-squad/chassis/http/bodyText';
import { GraphQLError } from 'graphql';
import type { ResponseCache } from '../cache/responseCache.ts';
import type { PassHeaders } from '../headers/passHeaders.ts';
import type { Identified } from '../identity/accessToken.ts';
import { TokenRefused, type Identify } from '../identity/identify.ts';
import { NoKeysYet } from '../identity/keySet.ts';
import { OperationRefused, type Admit, type ChargeRefusal, type ClientOperation } from '../operations/admission.ts';
import type { PublicErrors } from '../operations/publicErrors.ts';
import type { AskedOperation, OperationAnswer, RunOperation } from '../operations/runOperation.ts';
import type { LoadMeter } from '../overload/loadMeter.ts';
import { overloaded } from '../overload/overloaded.ts';
import type { CallContext } from '../subgraphs/callContext.ts';
import { limitTime } from '../subgraphs/timeLimit.ts';
import { acceptedFormat } from '../subscriptions/httpStreams/acceptedFormat.ts';
import type { AnswerStream } from '../subscriptions/httpStreams/answerStream.ts';
import type { StreamFormat } from '../subscriptions/httpStreams/streamFormat.ts';
import { answerInParts, takesParts } from './answerInParts.ts';
import { BadRequest } from './badRequest.ts';
import { clientAddress } from './clientAddress.ts';
import { parseJson, readOperation } from './clientOperation.ts';
import { compress } from './compress.ts';
import { answerType, requireOwnKind } from './contentTypes.ts';
import { BodyTooLarge, readBody } from './readBody.ts';

const bodyLimit = 256 * 1024;

type Parts = {
  run: RunOperation;
  identify: Identify;
  /** Asked again when all has come in, which a client may draw out. @throws TokenRefused */
  requireGood: (identified: Identified) => void;
  admit: Admit;
  chargeRefusal: ChargeRefusal;
  trustedProxies: number;
  deadlineMs: number;
  meter: Pick<LoadMeter, 'begin' | 'refuses'>;
  /** Told of what is refused before it is an operation that may run. */
  onRefused?: ((code: string) => void) | undefined;
  /** Answers subscriptions of those who accept a stream. */
  stream: AnswerStream;
  publicErrors: PublicErrors;
  /** Whether clients are told what an operation costs when they ask with the header `x-report-cost`. */
  reportCost: boolean;
  passHeaders: PassHeaders;
  /** Absent: every answer is asked for anew. */
  cache?: Pick<ResponseCache, 'forCaller'> | undefined;
};

/** One operation over HTTP: who asks, then what, whether that may run, then the answer, or a stream for a subscription. */
export const answerGraphql =
  ({ run, identify, requireGood, admit, chargeRefusal, trustedProxies, deadlineMs, meter, onRefused, stream, publicErrors, reportCost, passHeaders, cache }: Parts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const end = meter.begin();
    const deadline = limitTime(deadlineMs);
    const format = acceptedFormat(request);
    try {
      if (meter.refuses('ticket')) throw overloaded();
      const requestId = randomUUID();
      response.setHeader('x-request-id', requestId);
      if (!format) requireOwnKind(request.method, request.headers);
      const identified = await identify(request.headers.authorization, clientAddress(request, trustedProxies));
      const { caller } = identified;
      const operation = readOperation(request.method, searchOf(request), request.method === 'POST' ? readJson(await readBody(request, bodyLimit), request.headers['content-type']) : undefined);
      const admitted = await admit(operation, caller);
      requireGood(identified);
      if (format && (admitted.type === 'subscription' || (format.exclusive && admitted.type === undefined))) return await stream(request, response, { format, operation, admitted, identified });
      if (format) requireOwnKind(request.method, request.headers);
      const delivery = takesParts(request.headers.accept) ? {} : undefined;
      const type = format?.exclusive ? format.contentType : answerType(request.headers.accept, delivery !== undefined);
      const asked = { ...asOperation(operation, admitted.query), readOnly: request.method !== 'POST' };
      const passed = passHeaders(request);
      const context: CallContext = { caller, requestId, deadline: deadline.signal(), deadlineAt: Date.now() + deadlineMs, ...(delivery && { delivery }), ...passed.context };
      context.cache = cache?.forCaller(caller, context.headersFor);
      const cost = reportCost && request.headers['x-report-cost'] !== undefined ? admitted.cost : undefined;
      const answer = await run(asked, context);
      if (answer.status === 400) await chargeRefusal(caller, admitted);
      const costed = cost === undefined ? answer : { ...answer, text: withCost(answer.text, cost) };
      const told = format?.exclusive ? asStreamOfOne(format, costed) : costed;
      passed.writeTo(response);
      await (context.delivery?.later ? answerInParts(response, told.text, context.delivery.later, publicErrors) : send(request, response, type, told, answer.hasErrors ? undefined : context.cache?.header()));
    } catch (error) {
      const code = refuse(error, response, format);
      onRefused?.(code);
    } finally {
      deadline.end();
      end();
    }
  };

const searchOf = ({ url = '' }: IncomingMessage): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** Just what was admitted, so that no other reading of the request can be executed. */
function asOperation({ operationName, variables }: ClientOperation, query: string | undefined): Omit<AskedOperation, 'readOnly'> {
  if (query === undefined) throw new BadRequest('There is no operation: send its text as "query", or the id of a persisted one.');
  return { query, operationName: (operationName as string | null) ?? undefined, variables: (variables as Record<string, unknown> | null) ?? {} };
}

async function send(request: IncomingMessage, response: ServerResponse, type: string, { status, text, retryAfterSeconds }: OperationAnswer, cacheControl = 'no-store'): Promise<void> {
  const { body, length, encoding } = await compress(text, request.headers['accept-encoding']?.toString());
  if (encoding) response.setHeader('content-encoding', encoding);
  const isAscii = typeof body === 'string' && length === body.length;
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', `${retryAfterSeconds}`);
  if (status === 405) response.setHeader('allow', 'POST');
  if (cacheControl !== 'no-store') response.appendHeader('vary', 'authorization');
  response.writeHead(status, { 'content-type': type, 'content-length': length, 'cache-control': cacheControl }).end(body, isAscii ? 'latin1' : 'utf8');
}

/** A query or mutation for a client that takes nothing but streams. It would take another status for a broken connection. */
const asStreamOfOne = ({ opening, event, completed }: StreamFormat, answer: OperationAnswer): OperationAnswer =>
  answer.status === 503 ? answer : { ...answer, status: 200, text: opening + event(answer.text, undefined) + completed };

const withCost = (answer: string, cost: number): string => JSON.stringify({ ...JSON.parse(answer), extensions: { cost } });

function readJson(body: Buffer, contentType: string | undefined): unknown {
  if (body.length === 0) return undefined;
  return parseJson(bodyText(body, contentType), 'The body');
}

/** Gives back the code; what is no refusal is thrown on. */
function refuse(error: unknown, response: ServerResponse, format: StreamFormat | undefined): string {
  const answer = (status: number, code: string, message: string): string => (sendJson(response, status, { errors: [{ message, extensions: { code } }] }), code);
  if (error instanceof GraphQLError && error.extensions['code'] === 'OVERLOADED') {
    response.setHeader('retry-after', `${error.extensions['retryAfterSeconds']}`);
    return answer(503, 'OVERLOADED', error.message);
  }
  if (error instanceof TokenRefused) {
    response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
    return answer(401, 'UNAUTHENTICATED', error.expired ? 'The access token has expired: refresh the session.' : 'The access token is not valid: sign in again.');
  }
  if (error instanceof OperationRefused) return refuseOperation(error, response, format);
  if (error instanceof WrongEncoding) return answer(error.status, 'BAD_REQUEST', error.message);
  if (error instanceof BadRequest) return answer(error.status, 'BAD_REQUEST', error.message);
  if (error instanceof NoKeysYet) return answer(503, 'UNAVAILABLE', 'Access tokens cannot be verified just now: try again shortly.');
  if (!(error instanceof BodyTooLarge)) throw error;
  response.setHeader('connection', 'close');
  return answer(413, 'BAD_USER_INPUT', error.message);
}

/** A status for each code, 400 otherwise: clients of automatic persisted queries expect 200 for one that is not known yet. */
const statuses: Record<string, number> = { RATE_LIMITED: 429, PERSISTED_QUERY_NOT_FOUND: 200 };

function refuseOperation({ errors }: OperationRefused, response: ServerResponse, format: StreamFormat | undefined): string {
  const { code, retryAfterSeconds } = errors[0]!.extensions;
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  response.setHeader('cache-control', 'no-store');
  const told = errors.map(({ message, locations, extensions }) => ({ message, ...(locations && { locations }), extensions }));
  const status = statuses[String(code)] ?? 400;
  // what trying again does not help is told within the stream: clients take any other status for a broken connection and try again
  if (format?.exclusive && status !== 429) response.writeHead(200, { 'content-type': format.contentType }).end(format.opening + format.failed(told));
  else sendJson(response, status, { errors: told });
  return String(code);
}
