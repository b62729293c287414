import { runProcess } from '@sysops-squad/chassis/process';
import { environment } from './environment.ts';
import { startCustomer } from './start.ts';

const env = environment();

await runProcess('customer', (logger) =>
  startCustomer(
    {
      databaseUrl: env.DATABASE_URL_CUSTOMER,
      routerPublicKey: env.ROUTER_PUBLIC_KEY,
      routerUrl: env.ROUTER_URL,
      servicePrivateKey: env.SERVICE_PRIVATE_KEY,
      delivery: { outboxDir: env.NOTIFICATION_OUTBOX_DIR, smtpUrl: env.SMTP_URL },
      port: env.PORT,
      host: env.HOST,
    },
    logger,
  ),
);
