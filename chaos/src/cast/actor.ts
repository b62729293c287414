import { setTimeout as pause } from 'node:timers/promises';
import { OperationFailed, openSession, type Answer, type Session, type Variables } from '@sysops-squad/client/session';
import type { Operation, Recorder } from '../record/recorder.ts';

// What came over the wire is read freely: a wrong shape is a failure like any other.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = Record<string, any>;
/** Nobody knows: to be tried again, after the time that was asked for. */
type Unknown = { outcome: null; retryAfterSeconds: number };
export type Done = { outcome: Operation['outcome']; payload: Data | null; code?: string };

export type Actor = {
  email: string;
  /** Tries until there is an answer, always with the same variables, and so with the same idempotency key. */
  perform(name: string, query: string, variables: Variables, key?: string): Promise<Done>;
  /** Asks once. */
  ask(query: string, variables?: Variables): Promise<Answer<Data>>;
  accessToken(): Promise<string | null>;
  close(): Promise<void>;
};

export type Stage = { url: string; password: string; recorder: Recorder; /** True: no new attempts, everybody goes home. */ over: () => boolean };

const REQUEST_TIMEOUT_MS = 10_000;
const GIVE_UP_AFTER_MS = 90_000;
const again = new Set(['UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNAUTHENTICATED', 'TIMEOUT', 'UNKNOWN', 'SUBREQUEST_HTTP_ERROR', 'SERVICE_UNAVAILABLE']);

/** Somebody with an account, who signs in again when the session is lost, and asks again when an answer does not come. */
export function createActor(stage: Stage, email: string): Actor {
  const { recorder } = stage;
  let session: Promise<Session> | undefined;

  async function signedIn(): Promise<Session> {
    session ??= openSession({ url: stage.url, email, password: stage.password, timeoutMs: REQUEST_TIMEOUT_MS });
    return session;
  }

  function forget(): void {
    const lost = session;
    session = undefined;
    void lost?.then((each) => each.close()).catch(() => undefined);
  }

  async function ask(query: string, variables: Variables = {}): Promise<Answer<Data>> {
    const open = await signedIn();
    const began = performance.now();
    const answer = await open.send<Data>(query, variables);
    recorder.requestMs.push(performance.now() - began);
    return answer;
  }

  async function attempt(name: string, query: string, variables: Variables): Promise<Done | Unknown> {
    try {
      const { data, errors } = await ask(query, variables);
      const payload = data ? (Object.values(data)[0] as Data | null) : null;
      if (payload) return conclude(payload);
      const code = errors?.[0]?.extensions?.code ?? 'UNKNOWN';
      recorder.failure(`${name} ${code}`);
      if (code === 'UNAUTHENTICATED') forget();
      return again.has(code) ? { outcome: null, retryAfterSeconds: errors?.[0]?.extensions?.retryAfterSeconds ?? 0 } : { outcome: 'failed', payload: null, code };
    } catch (error) {
      recorder.failure(`${name} ${error instanceof OperationFailed ? error.code : describe(error)}`);
      forget();
      return { outcome: null, retryAfterSeconds: 0 };
    }
  }

  return {
    email,
    ask,
    async perform(name, query, variables, key = '') {
      const began = Date.now();
      let answer = await attempt(name, query, variables);
      let attempts = 1;
      for (; answer.outcome === null && Date.now() - began < GIVE_UP_AFTER_MS && !stage.over(); attempts += 1) {
        await pause(Math.max(Math.min(2_000, 150 * 2 ** attempts), answer.retryAfterSeconds * 1_000) * (0.75 + Math.random() / 2));
        answer = await attempt(name, query, variables);
      }
      const done: Done = answer.outcome === null ? { outcome: 'unknown', payload: null } : answer;
      recorder.operations.push({ name, key, began, ended: Date.now(), attempts, outcome: done.outcome, ...(done.code ? { code: done.code } : {}) });
      return done;
    },
    async accessToken() {
      try {
        return await (await signedIn()).accessToken();
      } catch (error) {
        forget();
        throw error;
      }
    },
    close: async () => (await session?.catch(() => undefined))?.close(),
  };
}

function conclude(payload: Data): Done {
  const refusal = payload['userErrors']?.[0] as { code: string } | undefined;
  return refusal ? { outcome: 'failed', payload, code: refusal.code } : { outcome: 'ok', payload };
}

const describe = (error: unknown): string => {
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? (name === 'TimeoutError' ? 'TIMEOUT' : message.slice(0, 60));
};
