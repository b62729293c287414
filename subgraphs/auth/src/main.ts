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
      publicUrl: env.PUBLIC_URL,
      secret: env.AUTH_SECRET,
      routerUrl: env.ROUTER_URL,
      servicePrivateKey: env.SERVICE_PRIVATE_KEY,
      delivery: { outboxDir: env.NOTIFICATION_OUTBOX_DIR, smtpUrl: env.SMTP_URL },
      oidc: env.OIDC_ISSUER && env.OIDC_CLIENT_ID ? {
        issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, clientSecret: env.OIDC_CLIENT_SECRET,
        redirectUrl: env.OIDC_REDIRECT_URL ?? new URL('/oidc-callback', env.PUBLIC_URL).href,
      } : null,
      keyRotationHours: env.KEY_ROTATION_HOURS,
      firstAdmin: env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } : null,
    },
    logger,
  ),
);
