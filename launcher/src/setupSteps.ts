import pg from 'pg';

/** What has been done to a database once and for all is remembered in that database, so that the two cannot part. */
export async function isDone(databaseUrl: string, step: string): Promise<boolean> {
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('launcher.setup') IS NOT NULL AS there`);
    if (!rows[0]!.there) return false;
    return (await client.query('SELECT 1 FROM launcher.setup WHERE step = $1', [step])).rowCount === 1;
  });
}

export async function markDone(databaseUrl: string, step: string): Promise<void> {
  await onDatabase(databaseUrl, async (client) => {
    await client.query('CREATE SCHEMA IF NOT EXISTS launcher');
    await client.query('CREATE TABLE IF NOT EXISTS launcher.setup (step text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())');
    await client.query('INSERT INTO launcher.setup (step) VALUES ($1) ON CONFLICT DO NOTHING', [step]);
  });
}

async function onDatabase<T>(databaseUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
