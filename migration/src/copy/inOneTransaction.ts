import pg from 'pg';

export type MigrationOptions = { monolithUrl: string; targetUrl: string; onProgress: (text: string) => void };

/** One snapshot of the source, one transaction on the target: all or nothing. */
export async function inOneTransaction<Result>({ monolithUrl, targetUrl }: MigrationOptions, work: (source: pg.Client, target: pg.Client) => Promise<Result>): Promise<Result> {
  const [source, target] = [monolithUrl, targetUrl].map((connectionString) => new pg.Client({ connectionString, application_name: 'migration' })) as [pg.Client, pg.Client];
  try {
    await Promise.all([source.connect(), target.connect()]);
    await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await target.query('BEGIN');
    const result = await work(source, target);
    await target.query('COMMIT');
    await target.query('ANALYZE');
    return result;
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}
