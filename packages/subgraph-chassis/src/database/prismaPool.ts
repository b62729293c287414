import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { inOwnTrace } from '../tracing/traceStatement.ts';
import { preparingClient } from './preparingClient.ts';

export type PoolSettings = {
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** Connections at most; the embedded server carries 600 for all processes together. */
  max?: number;
  connectionTimeoutMillis?: number;
  statementTimeoutMillis?: number;
  /** A connection that breaks while idle is replaced; this only hears of it. */
  onError?: (error: Error) => void;
};

/** One bounded pool per process, for Prisma and plain SQL alike. Every wait in it ends: connecting, running, idling in a transaction. */
export function openPool({ databaseUrl, applicationName, onError, ...limits }: PoolSettings): pg.Pool {
  const statementTimeout = limits.statementTimeoutMillis ?? 10_000;
  const pool = new Pool({
    connectionString: databaseUrl,
    Client: preparingClient(),
    application_name: applicationName,
    max: limits.max ?? 12,
    connectionTimeoutMillis: connectTimeoutIn(databaseUrl) ?? limits.connectionTimeoutMillis ?? 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + 2_000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
  });
  pool.on('error', onError ?? (() => undefined));
  return pool;
}

/** `?connect_timeout=2` as PostgreSQL's own clients read it, in seconds; the driver knows `statement_timeout` and `query_timeout` itself. */
function connectTimeoutIn(databaseUrl: string): number | undefined {
  const seconds = Number(new URL(databaseUrl).searchParams.get('connect_timeout'));
  return seconds > 0 ? seconds * 1_000 : undefined;
}

type Connected = Parameters<typeof pg.Pool.prototype.connect>[0];

class Pool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    return callback ? super.connect(inOwnTrace(callback)) : super.connect();
  }
}

/** `new PrismaClient({ adapter: prismaAdapter(pool) })`; close the client first, then `pool.end()`. */
export function prismaAdapter(pool: pg.Pool): PrismaPg {
  return new PrismaPg(pool);
}
