import { tmpdir } from 'node:os';
import { createLogger } from '@sysops-squad/chassis/logger';
import { testKeys } from '@sysops-squad/chassis/testing/identity';
import { startAuth } from '../../subgraphs/auth/src/start.ts';
import { testSettings } from '../../subgraphs/auth/src/testing/authInstance.ts';
import { startCustomer } from '../../subgraphs/customer/src/start.ts';
import { accountsInMemory } from '../../subgraphs/customer/src/testing/accountsInMemory.ts';
import { ticketsInMemory } from '../../subgraphs/customer/src/testing/ticketsInMemory.ts';
import { startPayment } from '../../subgraphs/payment/src/process.ts';
import { startTicket } from '../../subgraphs/ticket/src/start.ts';

export type Started = { url: string; stop: () => Promise<void> };
export const keys = testKeys();

const nowhere = { EMAIL: async () => undefined, SMS: async () => undefined, close: () => undefined };
const never = 2 ** 31 - 1;
const common = { routerPublicKey: keys.router.public, port: 0, host: '127.0.0.1', delivery: { outboxDir: tmpdir(), smtpUrl: undefined } };

/** Each subgraph that has a database, on the one at this URL; what it asks of others is answered by parts in memory. */
export const subgraphs: Record<string, (databaseUrl: string) => Promise<Started>> = {
  auth: (databaseUrl) => startAuth(testSettings(databaseUrl, keys), createLogger('auth'), { channels: nowhere, customers: { confirmEmail: async () => [] } }),
  customer: (databaseUrl) =>
    startCustomer({ ...common, databaseUrl, routerUrl: 'http://127.0.0.1:9/graphql', servicePrivateKey: keys.service.private }, createLogger('customer'), {
      accounts: accountsInMemory().port, tickets: ticketsInMemory().port, recoverEveryMs: never, settleEveryMs: never, sendEveryMs: never,
    }),
  payment: (databaseUrl) =>
    startPayment(
      {
        DATABASE_URL_PAYMENT: databaseUrl, ROUTER_PUBLIC_KEY: keys.router.public, PSP_WEBHOOK_SECRET: ['a-webhook-secret-for-tests'], PSP_TIMEOUT_MS: 1_000,
        BILLING_PARALLEL_CHARGES: 4, BILLING_ANSWER_WITHIN_MS: 5_000, RECOVERY_INTERVAL_MS: 1_000, PORT: 0, HOST: '127.0.0.1',
      },
      createLogger('payment'),
    ),
  ticket: (databaseUrl) => startTicket({ ...common, databaseUrl, logger: createLogger('ticket') }),
};
