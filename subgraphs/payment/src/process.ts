import type { Logger } from '@sysops-squad/chassis/logger';
import { startLoop } from '@sysops-squad/chassis/loop';
import { startSubgraph } from '@sysops-squad/chassis/subgraph';
import { createApplication } from './application.ts';
import type { PaymentEnvironment } from './environment.ts';
import { requestContext } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { newId } from './newId.ts';
import { deliverWebhooks } from './psp/fake/deliverWebhooks.ts';
import { createFakePsp } from './psp/fake/fakePsp.ts';
import { withinTime } from './psp/withinTime.ts';
import { openStorage } from './storage/storage.ts';
import { pspWebhook } from './webhooks/pspWebhook.ts';

/** The whole process: GraphQL, webhook, recovery, and the fake provider, which tells by webhook what it did. */
export async function startPayment(environment: PaymentEnvironment, logger: Logger, clock = () => new Date()) {
  const storage = openStorage(environment.DATABASE_URL_PAYMENT);
  const secrets = environment.PSP_WEBHOOK_SECRET;
  const psp = withinTime(createFakePsp(storage.pool, clock), environment.PSP_TIMEOUT_MS);
  const limits = { parallelCharges: environment.BILLING_PARALLEL_CHARGES, answerWithinMs: environment.BILLING_ANSWER_WITHIN_MS };
  const application = createApplication({ storage, psp, clock, newId, logger }, limits);
  const subgraph = await startSubgraph({
    name: 'payment',
    schemaFile: new URL('../schema.graphql', import.meta.url),
    resolvers,
    context: requestContext(application),
    isReady: storage.isReady,
    port: environment.PORT,
    host: environment.HOST,
    routerPublicKey: environment.ROUTER_PUBLIC_KEY,
    logger,
    routes: { 'POST /webhooks/psp': pspWebhook({ application, secrets, clock }) },
  });
  const webhook = { pool: storage.pool, url: new URL('/webhooks/psp', subgraph.url).href, secret: secrets[0]!, clock };
  const everyInterval = (loop: string, work: () => Promise<number>) =>
    startLoop({
      everyMs: environment.RECOVERY_INTERVAL_MS,
      onError: (error) => logger.error({ err: error, loop }, 'round failed'),
      turn: async () => (await work()) > 0,
    });
  const loops = [
    everyInterval('recovery', () => application.recoverPayments()),
    everyInterval('webhooks of the fake provider', () => deliverWebhooks(webhook)),
  ];
  return {
    url: subgraph.url,
    application,
    drain: subgraph.drain,
    async stop() {
      const runsEnded = application.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
      await subgraph.stop();
      await runsEnded;
      await storage.close();
    },
  };
}
