import { Pool, type Dispatcher } from 'undici';
import { inSpan } from '@sysops-squad/chassis/tracing/tracing';
import { unavailable } from '@sysops-squad/chassis/graphqlErrors';
import { MonolithRefused } from './monolithRefused.ts';

export type Query = Record<string, string | number | boolean | undefined>;
export type Rows<Row> = { rows: Row[]; total: number };

export type Rest = {
  list<Row>(path: string, query?: Query): Promise<Rows<Row>>;
  /** Null when there is no such row. */
  get<Row>(path: string, query?: Query): Promise<Row | null>;
  post<Row>(path: string, body: object, query?: Query): Promise<Row>;
  put<Row>(path: string, body: object): Promise<Row>;
  patch<Row>(path: string, body: object): Promise<Row>;
  isAlive(): Promise<boolean>;
  stop(): Promise<void>;
};

export type RestOptions = { url: string; apiKey: string; timeoutMs?: number; connections?: number };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
type Answer = { status: number; total: number; body: unknown };

/**
 * The monolith's REST API over connections that stay open. Each call ends within `timeoutMs` (1,500).
 * @throws GraphQLError UNAVAILABLE when the monolith does not answer in time, or answers that it cannot
 * @throws MonolithRefused when it does not accept what was asked
 */
export function connectMonolith({ url, apiKey, timeoutMs = 1_500, connections = 32 }: RestOptions): Rest {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, keepAliveTimeout: 30_000, connect: { timeout: timeoutMs } });
  const root = pathname.replace(/\/$/, '');
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', accept: 'application/json' };

  /** Its table is told to whoever reads traces; ids and what is asked for are not. */
  const call = (method: Method, path: string, query: Query = {}, body?: object): Promise<Answer> =>
    inSpan(`monolith ${method} ${path.split('/')[0]}`, { kind: 'client', within: true }, () => exchange(method, path, query, body));

  async function exchange(method: Method, path: string, query: Query, body: object | undefined): Promise<Answer> {
    const request = { method, path: `${root}/api/${path}${queryString(query)}`, headers, signal: AbortSignal.timeout(timeoutMs) };
    const answer = await send(pool, body === undefined ? request : { ...request, body: JSON.stringify(body) });
    if (answer.status >= 500 || answer.status === 429) throw monolithDown();
    return answer;
  }
  async function accepted(method: Method, path: string, query?: Query, body?: object): Promise<Answer> {
    const answer = await call(method, path, query, body);
    if (answer.status >= 400) throw refusal(answer, `${method} ${path}`);
    return answer;
  }
  return {
    list: async <Row>(path: string, query?: Query) => {
      const { body, total } = await accepted('GET', path, query);
      return { rows: body as Row[], total };
    },
    get: async <Row>(path: string, query?: Query) => {
      const answer = await call('GET', path, query);
      if (answer.status === 404) return null;
      if (answer.status >= 400) throw refusal(answer, `GET ${path}`);
      return answer.body as Row;
    },
    post: async <Row>(path: string, body: object, query?: Query) => (await accepted('POST', path, query, body)).body as Row,
    put: async <Row>(path: string, body: object) => (await accepted('PUT', path, {}, body)).body as Row,
    patch: async <Row>(path: string, body: object) => (await accepted('PATCH', path, {}, body)).body as Row,
    isAlive: () => call('GET', 'location', { limit: 1 }).then(({ status }) => status === 200, () => false),
    stop: () => pool.destroy(),
  };
}

export const monolithDown = () => unavailable('The old system does not answer at the moment; try again in a few seconds.');

async function send(pool: Pool, request: Dispatcher.RequestOptions): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await pool.request(request);
    const text = await body.text();
    return { status: statusCode, total: Number(headers['x-total-count'] ?? 0), body: text === '' ? null : JSON.parse(text) };
  } catch {
    throw monolithDown();
  }
}

function refusal({ status, body }: Answer, call: string): Error {
  const { error, hint, field } = (body ?? {}) as { error?: string; hint?: string; field?: string };
  if (error === 'UNAUTHENTICATED') return new Error(`The monolith refuses our key at ${call}: MONOLITH_API_KEY must be the same on both sides.`);
  return new MonolithRefused(status, error ?? 'REFUSED', hint ?? `The monolith refused ${call}.`, field);
}

function queryString(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
  const text = new URLSearchParams(given).toString();
  // Commas separate ids and need no encoding: a third off the length of a batch read.
  return text === '' ? '' : `?${text.replaceAll('%2C', ',')}`;
}
