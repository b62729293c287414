import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventsOf } from './events.ts';
import { leftOutBefore, type Result } from './unreadEvents.ts';

export type GraphError = { message: string; path?: (string | number)[]; extensions?: { code?: string; retryAfterSeconds?: number } };
export type Answer<Data> = { data?: Data | null; errors?: GraphError[] };

/** An operation that was refused or failed; `code` is what a program acts on. */
export class OperationFailed extends Error {
  readonly code: string;
  readonly errors: GraphError[];
  constructor(errors: GraphError[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.errors = errors;
    this.code = errors[0]?.extensions?.code ?? 'UNKNOWN';
  }
}

export type Variables = Record<string, unknown>;

export type SlowReader = {
  /**
   * How many events may wait in memory until they are read: at least 1, 1,000 unless told. A subscription that goes on behind its `cursor` then pauses until
   * they are read, and nothing is lost; of any other the oldest are left out.
   */
  unread?: number;
  /** Events were left out, by the router or here; the next one that is read is the first behind them. */
  onGap?: (leftOut: number) => void;
};

export type Session = {
  /** The whole answer, errors included. */
  send: <Data>(query: string, variables?: Variables) => Promise<Answer<Data>>;
  /** The data. @throws OperationFailed when there is any error */
  request: <Data>(query: string, variables?: Variables) => Promise<Data>;
  /**
   * Events until the caller stops iterating or the session is closed; the socket reconnects by itself, and nothing is missed or repeated meanwhile where the
   * operation passes a variable as `after` and selects `cursor`. Iterate as slowly as you like: see `unread`.
   * @throws OperationFailed when the subscription is refused or an event has errors; EVENTS_LEFT_OUT when some were and nobody listens by `onGap`
   */
  subscribe: <Data>(query: string, variables?: Variables, slowReader?: SlowReader) => AsyncIterableIterator<Data>;
  accessToken: () => Promise<string | null>;
  close: () => Promise<void>;
};

type Tokens = { accessToken: string; accessTokenExpiresAt: string; refreshToken: string };
type Payload = { session: Tokens | null; userErrors: { code: string; message: string }[] };

const selection = '{ session { accessToken accessTokenExpiresAt refreshToken } userErrors { code message } }';
const login = `mutation Login($email: String!, $password: String!) { payload: login(input: { email: $email, password: $password }) ${selection} }`;
const refresh = `mutation RefreshSession($refreshToken: String!) { payload: refreshSession(input: { refreshToken: $refreshToken }) ${selection} }`;
const renewBeforeMs = 30_000;

async function post<Data>(url: string, token: string | null, query: string, variables: Variables, timeoutMs: number): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer<Data>;
  } catch {
    throw new Error(`${url} answered ${response.status} without JSON: ${text.slice(0, 200)}`);
  }
}

/**
 * What a front end does: signs in, keeps its session fresh, sends operations, subscribes.
 * Without credentials it is nobody: anonymous.
 */
export async function openSession(options: { url: string; email?: string; password?: string; timeoutMs?: number }): Promise<Session> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  let tokens: Promise<Tokens> | undefined;
  const exchange = async (query: string, variables: Variables): Promise<Tokens> => {
    const { data, errors } = await post<{ payload: Payload | null }>(options.url, null, query, variables, timeoutMs);
    const refused = data?.payload?.userErrors[0];
    if (errors) throw new OperationFailed(errors);
    if (refused) throw new OperationFailed([{ message: refused.message, extensions: { code: refused.code } }]);
    return data!.payload!.session!;
  };
  const begin = (query: string, variables: Variables): Promise<Tokens> => {
    const begun = exchange(query, variables);
    // A sign-in or renewal that failed is not kept: the next one signs in anew.
    begun.catch(() => (tokens = undefined));
    return (tokens = begun);
  };
  const accessToken = async (): Promise<string | null> => {
    if (!options.email) return null;
    const held = tokens ?? begin(login, { email: options.email, password: options.password });
    const current = await held;
    if (Date.parse(current.accessTokenExpiresAt) - Date.now() > renewBeforeMs) return current.accessToken;
    // A refresh token works once: whoever comes second waits for the renewal that is under way.
    if (tokens !== held) return accessToken();
    return (await begin(refresh, { refreshToken: current.refreshToken })).accessToken;
  };
  await accessToken();
  let socket: Client | undefined;
  const closed = new AbortController();
  const openSocket = (): Client => createClient({
    url: options.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await accessToken()}` }),
    shouldRetry: () => true,
    retryAttempts: 50,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 300)),
  });
  const send = async <Data>(query: string, variables: Variables = {}) => post<Data>(options.url, await accessToken(), query, variables, timeoutMs);
  return {
    send,
    accessToken,
    async request<Data>(query: string, variables: Variables = {}) {
      const { data, errors } = await send<Data>(query, variables);
      if (errors?.length || !data) throw new OperationFailed(errors ?? [{ message: 'no data' }]);
      return data;
    },
    subscribe: <Data>(query: string, variables: Variables = {}, { unread, onGap }: SlowReader = {}) =>
      dataOf(() => eventsOf<Data>((socket ??= openSocket()), query, variables, { unread, closed: closed.signal }), onGap),
    async close() {
      closed.abort();
      await socket?.dispose();
    },
  };
}

async function* dataOf<Data>(begin: () => AsyncIterable<Result<Data>>, onGap: (leftOut: number) => void = failForGap): AsyncIterableIterator<Data> {
  for await (const event of begin()) {
    const leftOut = leftOutBefore(event);
    if (leftOut > 0) onGap(leftOut);
    if (event.errors) throw new OperationFailed(event.errors as unknown as GraphError[]);
    yield event.data as Data;
  }
}

function failForGap(leftOut: number): never {
  throw new OperationFailed([{ message: `${leftOut} events were left out: pass onGap to go on nevertheless.`, extensions: { code: 'EVENTS_LEFT_OUT' } }]);
}
