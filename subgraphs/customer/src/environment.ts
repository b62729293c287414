import { deliveryVariables } from '@sysops-squad/chassis/delivery/deliverySettings';
import { host, httpUrl, jwk, port, postgresUrl, privateJwk, readEnvironment } from '@sysops-squad/chassis/environment';

/** ROUTER_URL: where accounts are reached, the router's /graphql; SERVICE_PRIVATE_KEY: how this service signs in there. NOTIFICATION_OUTBOX_DIR: where SMS go. */
export const environment = () =>
  readEnvironment({
    DATABASE_URL_CUSTOMER: postgresUrl,
    ROUTER_PUBLIC_KEY: jwk,
    ROUTER_URL: httpUrl,
    SERVICE_PRIVATE_KEY: privateJwk,
    PORT: port(),
    HOST: host,
    ...deliveryVariables,
  });
