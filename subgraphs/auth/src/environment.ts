import { deliveryVariables } from '@sysops-squad/chassis/delivery/deliverySettings';
import { host, httpUrl, jwk, optional, port, postgresUrl, readEnvironment, secret } from '@sysops-squad/chassis/environment';
import { z } from 'zod';

/**
 * ADMIN_EMAIL, ADMIN_PASSWORD: the first ADMIN, made while there is none.
 * NODE_ENV=production: published passwords open no account.
 * PUBLIC_URL: base of the links in mails. AUTH_SECRET: encrypts and signs what auth keeps or hands out, the same in all instances.
 * ROUTER_URL, SERVICE_PRIVATE_KEY: how auth tells the customer context of proven addresses. SMTP_URL, NOTIFICATION_OUTBOX_DIR: how it sends mail.
 * OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET: the identity provider by which staff may sign in. OIDC_REDIRECT_URL: the front end's page to which it returns.
 * KEY_ROTATION_HOURS: age in hours at which an access token key is replaced, 1 to 8,760.
 */
export const environment = () =>
  readEnvironment({
    DATABASE_URL_AUTH: postgresUrl,
    ROUTER_PUBLIC_KEY: jwk,
    PORT: port(),
    HOST: host,
    PUBLIC_URL: httpUrl,
    AUTH_SECRET: secret,
    ROUTER_URL: httpUrl,
    SERVICE_PRIVATE_KEY: jwk,
    ...deliveryVariables,
    OIDC_ISSUER: optional(httpUrl),
    OIDC_CLIENT_ID: optional(z.string()),
    OIDC_CLIENT_SECRET: optional(z.string()),
    OIDC_REDIRECT_URL: optional(httpUrl),
    ADMIN_EMAIL: optional(z.email('must be an e-mail address')),
    ADMIN_PASSWORD: optional(z.string()),
    NODE_ENV: z.string().default('development'),
    KEY_ROTATION_HOURS: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().min(1).max(8_760).default(720)),
  });
