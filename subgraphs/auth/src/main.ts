import { runProcess } from '@sysops-squad/chassis/process';
import { environment } from './environment.ts';
import { startAuth } from './start.ts';

const env = environment();

await runProcess('auth', (logger) =>
  startAuth(
    {
      databaseUrl: env.DATABASE_URL_AUTH,
      routerPublicKey: env.ROUTER_PUBLIC_KEY,
      port: env.PORT,
      host: env.HOST,
      production: env.NODE_ENV === 'production',
      keyRotationHours: env.KEY_ROTATION_HOURS,
      firstAdmin: env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } : null,
    },
    logger,
  ),
);
