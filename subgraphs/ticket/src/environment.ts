import { host, jwk, optional, port, postgresUrl, readEnvironment, redisUrl } from '@sysops-squad/chassis/environment';

export const readTicketEnvironment = () =>
  readEnvironment({ PORT: port(), HOST: host, DATABASE_URL_TICKET: postgresUrl, REDIS_URL: optional(redisUrl), ROUTER_PUBLIC_KEY: jwk });
