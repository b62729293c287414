import { runProcess } from '@sysops-squad/chassis/process';
import { readTicketEnvironment } from './environment.ts';
import { startTicket } from './start.ts';

await runProcess('ticket', async (logger) => {
  const { PORT, HOST, DATABASE_URL_TICKET, REDIS_URL, ROUTER_PUBLIC_KEY } = readTicketEnvironment();
  return startTicket({ databaseUrl: DATABASE_URL_TICKET, redisUrl: REDIS_URL, port: PORT, host: HOST, routerPublicKey: ROUTER_PUBLIC_KEY, logger });
});
