import type { Caller } from '@sysops-squad/chassis/caller';
import { createLogger, type Logger } from '@sysops-squad/chassis/logger';
import { proofHeader } from '@sysops-squad/chassis/proof/proof';
import { createProofSigner } from '@sysops-squad/chassis/proof/signer';
import { callerWith, testKeys } from '@sysops-squad/chassis/testing/identity';
import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import pg from 'pg';
import type { PaymentEnvironment } from '../environment.ts';
import { startPayment } from '../process.ts';

type Answer = { data: any; errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[] };

export const WEBHOOK_SECRET = 'a-webhook-secret-for-tests';

type Settings = Partial<Pick<PaymentEnvironment, 'BILLING_ANSWER_WITHIN_MS' | 'RECOVERY_INTERVAL_MS' | 'PSP_WEBHOOK_SECRET'>>;

/** The real process on a throw-away database, asked as the router asks it. */
export async function paymentServer(settings: Settings = {}, logger: Logger = createLogger('payment')) {
  const keys = testKeys();
  const database = await testDatabase('payment');
  const environment: PaymentEnvironment = {
    DATABASE_URL_PAYMENT: database.url, ROUTER_PUBLIC_KEY: keys.router.public, PSP_WEBHOOK_SECRET: [WEBHOOK_SECRET], PSP_TIMEOUT_MS: 2_500,
    BILLING_PARALLEL_CHARGES: 4, BILLING_ANSWER_WITHIN_MS: 20_000, RECOVERY_INTERVAL_MS: 25, PORT: 0, HOST: '127.0.0.1', ...settings,
  };
  const sign = createProofSigner(keys.router.private);
  const sql = new pg.Pool({ connectionString: database.url, max: 4 });
  let running = await startPayment(environment, logger);

  const post = async (body: string, proof?: string) => {
    const headers = { 'content-type': 'application/json', ...(proof ? { [proofHeader]: proof } : {}) };
    return fetch(running.url, { method: 'POST', headers, body });
  };
  return {
    sql,
    post,
    /** The texts of the statements that the process sends while `work` runs. */
    async statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
      const { pool } = running.application.storage;
      const [sent, query] = [[] as string[], pool.query];
      pool.query = ((...call: [string | { text: string }]) => {
        sent.push(typeof call[0] === 'string' ? call[0] : call[0].text);
        return query.apply(pool, call as never);
      }) as never;
      await work();
      pool.query = query;
      return sent;
    },
    get url() {
      return running.url;
    },
    async ask(caller: Caller, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
      const body = JSON.stringify({ query, variables });
      const proof = sign({ subgraph: 'payment', method: 'POST', path: '/graphql', body, caller });
      return (await (await post(body, proof)).json()) as Answer;
    },
    async restart() {
      await running.stop();
      running = await startPayment(environment, logger);
    },
    async stop() {
      await running.stop();
      await sql.end();
      await database.drop();
    },
  };
}
export type PaymentServer = Awaited<ReturnType<typeof paymentServer>>;

export const customer = (customerId: string): Caller => callerWith('CUSTOMER', { customerId });
export const staff = callerWith;

/** Resolves with the first answer that is not undefined; fails after 25 seconds. */
export async function eventually<T>(fact: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 25_000; ; ) {
    const seen = await fact();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`did not become true: ${fact.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
