import { runProcess } from '@sysops-squad/chassis/process';
import { readWorkflowEnvironment } from './environment.ts';
import { startWorkflow } from './start.ts';

await runProcess('ticket-workflow', async (logger) => {
  const environment = readWorkflowEnvironment();
  return startWorkflow({
    databaseUrl: environment.DATABASE_URL_TICKET,
    broker: { databaseUrl: environment.DATABASE_URL_BROKER, redisUrl: environment.REDIS_URL },
    routerUrl: environment.ROUTER_URL, serviceKey: environment.SERVICE_PRIVATE_KEY, publicUrl: environment.PUBLIC_URL,
    port: environment.PORT, host: environment.HOST, logger, parts: environment.PARTS, concurrency: environment.CONCURRENCY,
    rosterSyncMs: environment.ROSTER_SYNC_SECONDS * 1_000,
    timers: { sweepMs: environment.SWEEP_SECONDS * 1_000, surveyPollMs: environment.SURVEY_POLL_SECONDS * 1_000 },
  });
});
