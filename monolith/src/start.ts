import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@sysops-squad/chassis/http/server';
import type { Logger } from 'pino';
import { application } from './application.ts';
import { openPool } from './database.ts';
import { openChannels } from '@sysops-squad/chassis/delivery/openChannels';
import type { Environment } from './environment.ts';

export type Running = { url: string; stop(): Promise<void> };

/** Serves the monolith; `stop` finishes the requests that are under way, for three seconds at most. */
export async function start(environment: Environment, logger: Logger): Promise<Running> {
  const pool = openPool(environment.DATABASE_URL_MONOLITH);
  pool.on('error', (err) => logger.error({ err }, 'an idle database connection broke'));
  const channels = openChannels({ outboxDir: environment.NOTIFICATION_OUTBOX_DIR, smtpUrl: environment.SMTP_URL });
  const apiKey = environment.MONOLITH_API_KEY;
  const tokenSecret = environment.SURVEY_TOKEN_SECRET ?? createHmac('sha256', apiKey).update('survey tokens').digest('hex');
  const production = environment.NODE_ENV === 'production';
  const app = application({ pool, channels, tokenSecret, apiKey, logger, production });
  const server = createHttpServer({ answer: (request, response) => void app(request, response), logger }).listen(environment.PORT, environment.HOST);
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    const impatient = setTimeout(() => server.closeAllConnections(), 3_000);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(impatient);
    channels.close();
    await pool.end();
  };
  return { url: `http://${environment.HOST}:${port}`, stop };
}
